/** Trinity-RFT rec, opmd, topr and sppo losses, and the advantages that go with them (eedef4b): the whole family. */
import type { ParamValues } from '../../core/params.ts'
import {
  estimateOf,
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  maskedMean,
  matrix,
  meaning,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'

const classes: Record<string, string> = {
  OPMDGroupAdvantage: 'opmd',
  ASYMREGroupAdvantage: 'asymre',
  RECGroupedAdvantage: 'rec-reinforce',
}
const weightings: Record<string, string> = {
  none: 'none',
  importance_sampling: 'ratio',
  gspo_importance_sampling: 'response',
  advantage: 'advantage',
}
const clips: Record<string, string> = {
  none: 'rec-reinforce',
  'one-side': 'rec-one-side',
  'two-side': 'rec-two-side',
  ring: 'rec-ring',
  'gspo-one-side': 'rec-gspo',
}

interface Sibling {
  readonly id: string
  readonly own: ParamValues
}

/** The sibling that a case is about, and what it sets. */
function siblingOf({ params }: GoldenCase): Sibling {
  switch (text(params.cls)) {
    case 'OPMDPolicyLossFn':
      return { id: 'opmd', own: { lossTau: number(params.tau) } }
    case 'TOPRPolicyLossFn':
      return { id: 'topr', own: { praiseAbove: number(params.advantage_threshold ?? 0) } }
    case 'sPPOPolicyLossFn':
      return { id: 'sppo-clip', own: { bandOfLog: number(params.epsilon ?? 0.3) } }
    default:
      return recSibling(params)
  }
}

/** Clip, weight and regulariser are free in the original; here each of the paper's combinations is a method. */
function recSibling(params: GoldenCase['params']): Sibling {
  fixed('cls', params.cls, 'RECPolicyLossFn')
  const clip = meaning(params.clip_mode ?? 'none', clips)
  const pulled = meaning(params.regularizer ?? 'none', { none: '', k2: 'rep-k2', 'forward-kl': 'asymre' })
  const weighed = meaning(params.weight ?? 'none', weightings)
  if (weighed === 'advantage') {
    fixed('clip_mode and regularizer beside weight: advantage', clip + pulled, 'rec-reinforce')
    return { id: 'red-weight', own: { temperatureOfWeight: number(params.temp) } }
  }
  // A weight per response goes with the clip per response, one per token with the others.
  fixed('weight', weighed === (clip === 'rec-gspo' ? 'ratio' : 'response'), false)
  if (pulled) fixed('clip_mode beside regularizer', clip, 'rec-reinforce')
  const id = pulled || clip
  const band = { recLow: number(params.epsilon_low ?? 0.2), recHigh: number(params.epsilon_high ?? 0.2) }
  const far = { farLow: number(params.epsilon_low_prime ?? 0.6), farHigh: number(params.epsilon_high_prime ?? 2) }
  const own = {
    ...(id === 'rec-gspo' ? { responseWeight: weighed === 'none' ? 'none' : 'ratio' } : { recWeight: weighed }),
    ...(clip !== 'rec-reinforce' && band),
    ...(id === 'rec-ring' && far),
    ...(id === 'rep-k2' && { pull: number(params.regularizer_coef) }),
  }
  return { id, own }
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
    const plain = meaning(params.cls, classes)
    const id = meaning(params.drop ?? 'none', { none: plain, balance: 'red-drop' })
    const own: ParamValues = {
      ...((id === 'rec-reinforce' || id === 'red-drop') && {
        scale: flag(params.std_normalize ?? false) ? 'group' : 'none',
      }),
      ...(id === 'opmd' && {
        baselineOf: meaning(params.opmd_baseline ?? 'mean', { mean: 'mean', logavgexp: 'soft-max' }),
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
