/** rlhf-book (a66b0bf), prime-rl (559b447), Trinity-RFT (0.6.0): imitation of the correct responses. */
import type { ParamValues } from '../../core/params.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** What each denominator is here. */
const denominators: Readonly<Record<string, ParamValues>> = {
  'seq-mean-token-mean': {
    aggregation: 'seq-mean-token-mean',
    emptyRows: 'count',
    rejected: 'counted',
    keptWeight: 'reward',
    keepAbove: -100,
  },
  'token mean over the tokens of the CORRECT responses only': { aggregation: 'token-mean' },
  'seq-mean-token-mean over the CORRECT responses only': { aggregation: 'seq-mean-token-mean' },
}

const rft: GoldenFamily = {
  file: 'trainers/rft',
  ignored: {
    note: 'a remark about the rows with reward 0',
    old_log_prob: 'imitation does not look at the policy that sampled',
  },
  run: ({ inputs, params }) => {
    fixed('baseline', params.baseline, 'none')
    fixed('normaliser', params.normaliser, 'none')
    const values = settings('rft', 'none', meaning(text(params.aggregation), denominators))
    const mask = matrix(inputs.response_mask)
    const reward = vector(inputs.rewards)
    const batch = batchOf({ mask, reward })
    const made = estimate(resolveMethod('rft'), values, batch, context).batch
    const width = mask[0]!.length
    const [credit, trained] = [made.credit, made.trained!].map(column => padded(batch, column, width))
    const apart = matrix(inputs.advantages).flatMap((row, i) =>
      row.map((a, t) => (mask[i]![t]! === 1 ? a - credit![i]![t]! : 0)),
    )
    fixed(
      'advantages of the rewards',
      apart.every(difference => difference === 0),
      true,
    )
    const columns = { logp: matrix(inputs.log_prob), credit: credit!, trained: trained! }
    const got = lossOf('rft', values, { mask, reward, advantage: [...made.advantage], columns })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [rft] satisfies readonly GoldenFamily[]
