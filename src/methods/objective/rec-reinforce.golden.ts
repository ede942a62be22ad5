/** Trinity-RFT rec, opmd, topr and sppo losses, and the advantages that go with them (eedef4b): the whole family. */
import type { ParamValues } from '../../core/params.ts'
import {
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'

const classes: Record<string, string> = {
  OPMDPolicyLossFn: 'opmd',
  TOPRPolicyLossFn: 'topr',
  sPPOPolicyLossFn: 'sppo-clip',
  OPMDGroupAdvantage: 'opmd',
  ASYMREGroupAdvantage: 'asymre',
}
const clips: Record<string, string> = {
  'one-side': 'rec-one-side',
  'two-side': 'rec-two-side',
  ring: 'rec-ring',
  'gspo-one-side': 'rec-gspo',
}

/** The sibling that a case is about, and what it sets. */
function siblingOf({ params }: GoldenCase): { readonly id: string; readonly own: ParamValues } {
  const known = classes[text(params.cls)]
  if (known) return { id: known, own: {} }
  if (params.regularizer === 'k2') return { id: 'rep-k2', own: { pull: number(params.regularizer_coef) } }
  if (params.regularizer === 'forward-kl') return { id: 'asymre', own: {} }
  if (params.weight === 'advantage') return { id: 'red-weight', own: { temperatureOfWeight: number(params.temp) } }
  const id = clips[text(params.clip_mode ?? 'none')] ?? 'rec-reinforce'
  const weight = { recWeight: params.weight === 'importance_sampling' ? 'ratio' : 'none' }
  return { id, own: id === 'rec-gspo' ? {} : weight }
}

const policyLoss: GoldenFamily = {
  file: 'objective/rec-policy-loss',
  run: c => {
    const { inputs, params } = c
    const { id, own } = siblingOf(c)
    const mask = matrix(inputs.action_mask)
    // A forward KL of weight k adds -k log pi per token: the same as k more credit, which is what AsymRE's shift gives.
    const extra = params.regularizer === 'forward-kl' ? number(params.regularizer_coef) : 0
    const credit = matrix(inputs.advantages).map(row => row.map(a => a + extra))
    const columns = { logp: matrix(inputs.logprob), oldLogp: matrix(inputs.old_logprob), credit }
    const { loss, gradient, explain } = lossOf(id, settings(id, 'none', own), { mask, columns })
    const width = mask[0]!.length
    const meanOf = (name: string) => {
      const rows = explain[name]?.map(row => (row.length === width ? row : mask[0]!.map(() => row[0]!)))
      return rows ? maskedMean(mask, rows) : 0
    }
    return {
      loss,
      grad_logprob: gradient.logp,
      metrics: {
        pg_loss: loss,
        opmd_loss: loss,
        topr_loss: loss,
        pg_clipfrac: meanOf('dropped'),
        avg_alpha: meanOf('weight'),
        avg_ratio: meanOf('ratio'),
      },
    }
  },
}

const advantage: GoldenFamily = {
  file: 'objective/rec-advantage',
  run: ({ inputs, params }) => {
    const reward = vector(inputs.rewards)
    const id = params.drop === 'balance' ? 'red-drop' : (classes[text(params.cls)] ?? 'rec-reinforce')
    const own: ParamValues = {
      ...(id === 'rec-reinforce' && { scale: params.std_normalize === true ? 'group' : 'none' }),
      ...(id === 'opmd' && {
        baselineOf: params.opmd_baseline === 'logavgexp' ? 'soft-max' : 'mean',
        baselineTau: number(params.tau ?? 1),
      }),
      ...(id === 'asymre' && { shift: number(params.baseline_shift) }),
    }
    const got = estimateOf(id, settings(id, 'none', own), { mask: reward.map(() => [1]), reward })
    const of = (name: string) => [...(got.explain[name]?.values ?? [])]
    const kept = reward.filter((_, i) => of('dropped')[i] !== 1)
    const mean = kept.reduce((total, r) => total + r, 0) / kept.length
    return {
      advantage: got.advantage,
      metrics: {
        drop_balance: 1 - kept.length / reward.length,
        reward_mean: mean,
        reward_std: Math.sqrt(kept.reduce((total, r) => total + (r - mean) ** 2, 0) / kept.length),
        group_baseline: of('baseline')[0],
      },
    }
  },
}

export default [policyLoss, advantage] satisfies readonly GoldenFamily[]
