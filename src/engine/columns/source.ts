import { provider } from './shared/provider.ts'

/** Which of the task's sources each problem comes from. */
export default provider('source', async ({ task, level }, { problems }) => {
  const sources = task.sources?.(level)
  return sources && Float32Array.from(problems, sources.of)
})
