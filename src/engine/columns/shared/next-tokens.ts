/** What the policy would say next, all of it. */
import { type Frame, type Run, responseOf } from '../../run.ts'

/** Least logarithm of a probability in single precision. */
export const leastLogp = Math.log(1e-45)

/** [T * V] of the policy as it is: every likeliest token is reported, which is all of them. */
export async function nextLogps({ policy, params }: Run, frame: Frame): Promise<Float32Array> {
  const V = policy.vocabSize
  const { batch, problems } = frame
  const rows = Array.from(batch.group, (group, i) => ({ problem: problems[group]!, forced: responseOf(batch, i) }))
  const longest = Math.max(1, ...rows.map(({ forced }) => forced.length))
  const { tokenStart, topToken, topProbability } = await policy.sample({
    rows,
    uniforms: new Float32Array(rows.length * longest).fill(0.5),
    maxResponse: longest,
    stop: Array.from({ length: V }, (_, token) => token),
    temperature: params.temperature,
    topK: 0,
    topP: 1,
    reportTop: V,
  })
  const logps = new Float32Array(batch.token.length * V).fill(leastLogp)
  rows.forEach(({ forced }, i) => {
    for (let k = 0; k < forced.length * V; k++) {
      const [from, t] = [tokenStart[i]! * V + k, batch.tokenStart[i]! + Math.floor(k / V)]
      if (topToken[from]! >= 0) logps[t * V + topToken[from]!] = Math.log(Math.max(topProbability[from]!, 1e-45))
    }
  })
  return logps
}
