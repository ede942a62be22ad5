/**
 * Responses drawn token by token from the geometric mixture of policy and reference: probabilities in proportion to
 * policy^(1 - weight) · reference^weight. Not the mixture of whole responses: it is normalised at every token.
 */
import { hasEnded, readDialogue } from '../../core/dialogue.ts'
import { entropy, logSoftmax } from '../../core/math.ts'
import { drawWeighted, uniform } from '../../core/rng.ts'
import { nextOf } from '../columns/shared/exact.ts'
import type { Run } from '../run.ts'
import type { Ask } from './rollout.ts'

export interface Mixed {
  readonly tokens: readonly number[]
  /** With which each was drawn; 0 at what was given, and at what the world says. */
  readonly logp: readonly number[]
  /** Of the mixture. */
  readonly entropy: readonly number[]
}

/** In the order of the asks. Noise is keyed as that of `rollOut`. */
export async function drawMixed(
  run: Run,
  asks: readonly Ask[],
  {
    key,
    temperature,
    weight,
  }: { readonly key: readonly number[]; readonly temperature: number; readonly weight: number },
): Promise<readonly Mixed[]> {
  const { task, level, policy, reference, seed } = run
  const given = ({ problem, forced }: Ask): Mixed => {
    const owed = task.episodes ? readDialogue(task, level, problem, forced).owed() : []
    const nothing = new Array<number>(forced.length + owed.length).fill(0)
    return { tokens: [...forced, ...owed], logp: nothing, entropy: nothing }
  }
  const responses = asks.map(given)
  for (;;) {
    const open = [...asks.keys()].filter(i => !hasEnded(task, level, asks[i]!.problem, responses[i]!.tokens))
    if (open.length === 0) return responses
    const rows = open.map(i => ({ problem: asks[i]!.problem, forced: responses[i]!.tokens }))
    const [own, other] = [await nextOf(policy, temperature, rows), await nextOf(reference, temperature, rows)]
    const V = policy.vocabSize
    open.forEach((i, row) => {
      const at = (all: Float32Array) => all.subarray(row * V, (row + 1) * V)
      const logp = mixture(at(own), at(other), weight)
      const chance = logp.map(Math.exp)
      const { tokens, ...told } = responses[i]!
      const { problem, rollout } = asks[i]!
      const token = drawWeighted(() => uniform(seed, ...key, problem.index, rollout, tokens.length), chance)
      const said = given({ problem, rollout, forced: [...tokens, token] })
      const owed = new Array<number>(said.tokens.length - tokens.length - 1).fill(0)
      responses[i] = {
        tokens: said.tokens,
        logp: [...told.logp, logp[token]!, ...owed],
        entropy: [...told.entropy, entropy(chance), ...owed],
      }
    })
  }
}

/** [V] log-probabilities of the mixture; what one of the two never says, it never says either. */
function mixture(own: Float32Array, other: Float32Array, weight: number): Float64Array {
  const logits = Float64Array.from(own, (p, v) =>
    p > 0 && other[v]! > 0 ? (1 - weight) * Math.log(p) + weight * Math.log(other[v]!) : Number.NEGATIVE_INFINITY,
  )
  return logSoftmax(logits)
}
