/** A verifier that errs: what the method is paid, where the truth is known and kept. */
import { drawNormal, purpose, stream } from '../../core/rng.ts'
import type { Frame, Run } from '../run.ts'

/**
 * [n] rewards as they are paid: some of the other verdict (1 - r), all with a normal error and with a premium for length.
 * Keyed by problem and by the place among its responses, so that a response keeps its error when other groups are
 * dropped and replaced. A verifier that does not err hands back the very array.
 */
export function paid(
  { params, seed, level }: Run,
  { batch, problems, iteration }: Frame,
  truth: Float32Array,
): Float32Array {
  const { verifierFlips, verifierNoise, verifierLength } = params
  if (verifierFlips === 0 && verifierNoise === 0 && verifierLength === 0) return truth
  const seen = new Map<number, number>()
  return truth.map((reward, i) => {
    const { index } = problems[batch.group[i]!]!
    const place = seen.get(index) ?? 0
    seen.set(index, place + 1)
    const draw = stream(seed, purpose.verify, iteration, index, place)
    const verdict = draw() < verifierFlips ? 1 - reward : reward
    const length = batch.tokenStart[i + 1]! - batch.tokenStart[i]!
    return verdict + verifierNoise * drawNormal(draw) + (verifierLength * length) / level.maxResponse
  })
}
