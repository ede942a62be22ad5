import { responseDrift } from '../../core/formulas/value-tracker.ts'
import { lastResponses } from './shared/last-responses.ts'
import { provider } from './shared/provider.ts'

/** How far the policy has moved on each problem's last response; 0 before there is one. */
export default provider('drift', async (run, { problems, memory }) => {
  const result = new Float32Array(problems.length)
  const known = problems.map(({ index }) => lastResponses(memory)[index])
  const groups = [...known.keys()].filter(group => (known[group]?.tokens.length ?? 0) > 0)
  if (groups.length === 0) return result
  const texts = groups.map(group => known[group]!)
  const tokenStart = new Int32Array(groups.length + 1)
  texts.forEach(({ tokens }, row) => {
    tokenStart[row + 1] = tokenStart[row]! + tokens.length
  })
  const token = Int32Array.from(texts.flatMap(({ tokens }) => tokens))
  const rows = { problems: groups.map(group => problems[group]!), tokenStart, token }
  const { logp } = await run.policy.score(rows, run.params.temperature)
  groups.forEach((group, row) => {
    result[group] = responseDrift(texts[row]!.logp, logp.subarray(tokenStart[row], tokenStart[row + 1]))
  })
  return result
})
