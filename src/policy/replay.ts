/** Replies for a sampler that cannot stop in the middle: rows that were replied to are sampled again from their beginning. */
import { joinRows, type SampledRow, tokensOf } from './join.ts'
import type { Sampled, SampleRequest } from './policy.ts'

type Sample = (request: SampleRequest) => Promise<Sampled>

/** Costs as many passes as a row has turns, each as long as what was said before. */
export async function sampleWithReplies(request: SampleRequest, sample: Sample): Promise<Sampled> {
  const { reply, ...plain } = request
  if (!reply) return sample(request)
  const { maxResponse } = request
  const latest: SampledRow[] = []
  let open = request.rows.map(({ forced }, row) => ({ row, forced }))
  while (open.length > 0) {
    const uniforms = new Float32Array(open.length * maxResponse)
    open.forEach(({ row }, at) => {
      uniforms.set(request.uniforms.subarray(row * maxResponse, (row + 1) * maxResponse), at * maxResponse)
    })
    const rows = open.map(({ row, forced }) => ({ problem: request.rows[row]!.problem, forced }))
    const sampled = await sample({ ...plain, rows, uniforms })
    open = open.flatMap(({ row, forced }, at) => {
      latest[row] = { sampled, at }
      const tokens = tokensOf({ sampled, at })
      if (tokens.length === forced.length || !request.stop.includes(tokens.at(-1)!)) return []
      const said = reply(row, tokens.slice(forced.length))
      return said === undefined ? [] : [{ row, forced: [...tokens, ...said].slice(0, maxResponse) }]
    })
  }
  return joinRows(latest, request.reportTop)
}
