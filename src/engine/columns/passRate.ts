import { passRates } from './shared/pass-rates.ts'
import { provider } from './shared/provider.ts'

/** Share of earlier rollouts of the problem that were correct; NaN before the first. */
export default provider('passRate', async (_, { problems, memory }) => {
  const known = passRates(memory)
  return Float32Array.from(problems, ({ index }) => {
    const [correct, total] = known[index] ?? [0, 0]
    return correct / total
  })
})
