import { responseOf } from '../run.ts'
import { answerScoresOf } from './shared/answers.ts'
import { provider } from './shared/provider.ts'

/** How likely the right answer is to the policy after what each response thought. */
export default provider('answerScore', async (run, { batch, problems }, { scoreOf }) => {
  const asked = Array.from(batch.group, (g, i) => {
    const said = responseOf(batch, i)
    const from = run.task.answerFrom?.(said)
    return { problem: problems[g]!, thought: from === undefined ? undefined : said.slice(0, from) }
  })
  return answerScoresOf(run, run.policy, asked, scoreOf)
})
