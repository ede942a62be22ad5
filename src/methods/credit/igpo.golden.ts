/** GuoqingWang1/IGPO (bff163b): rewards per token, where each that is not 0 ends a turn, and the last token ends the last. */
import type { Batch } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** A batch whose turns gain and end as the rewards say. */
function batchFrom({ inputs }: GoldenCase): Batch {
  const [rewards, mask] = [matrix(inputs.token_level_rewards), matrix(inputs.response_mask)]
  const lengths = mask.map(row => row.lastIndexOf(1) + 1)
  const outcome = rewards.map((row, i) => row[lengths[i]! - 1]!)
  const plain = batchOf({ mask, group: vector(inputs.index), reward: outcome })
  const spans = rewards.flatMap((row, i) => {
    const ends = Array.from({ length: lengths[i]! }, (_, t) => t).filter(t => row[t] !== 0 || t === lengths[i]! - 1)
    // Belief before each turn: what the turns before it gained.
    return ends.map((end, k) => ({
      i,
      start: plain.tokenStart[i]! + (k === 0 ? 0 : ends[k - 1]! + 1),
      end: plain.tokenStart[i]! + end + 1,
      belief: ends.slice(0, k).reduce((total, t) => total + row[t]!, 0),
    }))
  })
  return {
    ...plain,
    turns: {
      rollout: Int32Array.from(spans, ({ i }) => i),
      start: Int32Array.from(spans, ({ start }) => start),
      end: Int32Array.from(spans, ({ end }) => end),
    },
    belief: Float32Array.from(spans, ({ belief }) => belief),
  }
}

const run = (batch: Batch, values: Parameters<typeof settings>[2]) =>
  estimate(resolveMethod('igpo'), settings('igpo', 'none', values), batch, context)

/** Both functions of the first snapshot; what they call returns is the discounted pay from each token on. */
function snapshot(c: GoldenCase) {
  fixed('gamma_outcome_fn', c.params.gamma_outcome_fn, 1)
  const batch = batchFrom(c)
  const width = matrix(c.inputs.response_mask)[0]!.length
  const epsilon = number(c.params.epsilon)
  const place = run(batch, { compare: 'place', epsilon })
  const first = run(batch, { compare: 'first place', discount: number(c.params.gamma_discounted_fn), epsilon })
  return {
    outcome_fn_advantage: padded(batch, place.batch.credit, width),
    discounted_fn_advantage: padded(batch, first.batch.credit, width),
  }
}

function byTurn(c: GoldenCase) {
  fixed('std', c.params.std, 'population')
  fixed('var_epsilon', c.params.var_epsilon, 1e-8)
  const batch = batchFrom(c)
  const width = matrix(c.inputs.response_mask)[0]!.length
  const values = {
    compare: text(c.params.norm_mode),
    discount: number(c.params.gamma),
    epsilon: number(c.params.epsilon),
  }
  const { batch: got, explain } = run(batch, values)
  // The original keeps a turn's number at its last token only.
  const ends = new Set(batch.turns?.end)
  const atEnds = explain.turnStanding!.values.map((value, t) => (ends.has(t + 1) ? value : 0))
  return { normalized_rewards: padded(batch, atEnds, width), advantage: padded(batch, got.credit, width) }
}

/** One rollout whose turns begin at the prefixes; what the last of them gains is not known, it answers. */
function gains({ inputs }: GoldenCase) {
  const logp = matrix(inputs.answer_token_logprobs_per_prefix)
  const belief = logp.map(row => Math.exp(row.reduce((total, x) => total + x, 0) / row.length))
  const plain = batchOf({ mask: [belief.map(() => 1)] })
  const start = Int32Array.from(belief, (_, k) => k)
  const batch: Batch = {
    ...plain,
    turns: { rollout: new Int32Array(belief.length), start, end: start.map(k => k + 1) },
    belief: Float32Array.from(belief),
  }
  const gained = (gainIn: string) => [...run(batch, { gainIn }).explain.turnPaid!.values].slice(0, -1)
  return {
    answer_probability: [...batch.belief!],
    info_gain_prob_diff: gained('probability'),
    info_gain_logprob_diff: gained('logarithm'),
  }
}

const igpo: GoldenFamily = {
  file: 'credit/igpo',
  notCompared: {
    outcome_fn_returns: 'a sum that the advantage contains; nothing here trains on it',
    discounted_fn_returns: 'a sum that the advantage contains; nothing here trains on it',
  },
  run: c => {
    if (c.inputs.answer_token_logprobs_per_prefix !== undefined) return gains(c)
    return c.params.gamma_outcome_fn === undefined ? byTurn(c) : snapshot(c)
  },
}

export default [igpo] satisfies readonly GoldenFamily[]
