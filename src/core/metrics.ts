/** What an iteration is measured by: names, units and what to expect; and what counts as silent. */
import { type Batch, groupMembers } from './batch.ts'
import type { Phase } from './snapshot.ts'

/** Scalars of one iteration by metric id (see `metricSpecs`); absent where not measured. */
export type Metrics = Readonly<Record<string, number>>

export type Direction = 'up' | 'down' | 'none'
export interface MetricSpec {
  readonly label: string
  readonly unit: string
  /** What to expect, in one sentence. */
  readonly note: string
  readonly trl?: string
  readonly verl?: string
  readonly good: Direction
  /** The phase that makes it: a run without that phase does not have it. Absent: every run can have it. */
  readonly phase?: Phase
}

/** Human name first; the frameworks' keys for search and export. */
export const metricSpecs: Readonly<Record<string, MetricSpec>> = {
  reward: {
    label: 'Reward',
    unit: '',
    note: 'Mean over the batch; should rise.',
    trl: 'reward',
    verl: 'critic/score/mean',
    good: 'up',
  },
  rewardStd: {
    label: 'Reward std',
    unit: '',
    note: 'Over the whole batch, between problems too.',
    trl: 'reward_std',
    good: 'none',
  },
  correct: { label: 'Correct', unit: 'share', note: 'Share of responses that the verifier accepts.', good: 'up' },
  chosenRight: {
    label: 'Chosen: right',
    unit: 'share',
    note: 'Problems whose handed-out response the verifier accepts; compare with correct, the mean over all that were found.',
    good: 'up',
    phase: 'select',
  },
  anyRight: {
    label: 'Any right',
    unit: 'share',
    note: 'Problems with a right response among those that were found: more than this no choice can reach.',
    good: 'up',
    phase: 'select',
  },
  tokensSpent: {
    label: 'Tokens per problem',
    unit: 'tokens',
    note: 'All that the policy computed for one problem, kept or thrown away.',
    good: 'down',
    phase: 'select',
  },
  judgeCalls: {
    label: 'Judgements per problem',
    unit: '',
    note: 'How often the judge was asked about one problem.',
    good: 'down',
    phase: 'select',
  },
  pairs: { label: 'Pairs', unit: '', note: 'Pairs of responses that are trained on.', good: 'none', phase: 'pair' },
  chosenLogRatio: {
    label: 'Chosen: log-ratio',
    unit: 'nats',
    note: 'Of the chosen response to the reference; the loss bounds the margin only, so that this may fall too.',
    trl: 'rewards/chosen',
    good: 'none',
    phase: 'pair',
  },
  rejectedLogRatio: {
    label: 'Rejected: log-ratio',
    unit: 'nats',
    note: 'Of the rejected response to the reference; should fall below that of the chosen one.',
    trl: 'rewards/rejected',
    good: 'none',
    phase: 'pair',
  },
  margin: {
    label: 'Margin',
    unit: 'nats',
    note: 'Log-ratio of the chosen response minus that of the rejected one, after the update.',
    trl: 'rewards/margins',
    good: 'up',
    phase: 'pair',
  },
  passAt1: {
    label: 'pass@1',
    unit: 'share',
    note: 'Expected success of one response on the probe problems.',
    good: 'up',
  },
  passAtK: {
    label: 'pass@k',
    unit: 'share',
    note: 'Unbiased chance that one of k responses is correct; falls when diversity is lost.',
    good: 'up',
  },
  distinctCorrect: {
    label: 'Distinct correct answers',
    unit: 'per problem',
    note: 'Different correct answers found per probe problem; diversity that is worth keeping.',
    good: 'up',
  },
  entropy: {
    label: 'Entropy',
    unit: 'nats/token',
    note: 'Falls as the policy commits; a fast fall to 0 is collapse.',
    trl: 'entropy',
    verl: 'actor/entropy',
    good: 'none',
  },
  covariance: {
    label: 'Covariance of log p and credit',
    unit: 'nats',
    note: 'Over all tokens, at the start of the update: where it is positive, what is likely already is praised, and entropy falls.',
    good: 'none',
    phase: 'credit',
  },
  kl: {
    label: 'KL to reference',
    unit: 'nats/token',
    note: 'k3 estimate; grows as the policy leaves its start.',
    trl: 'kl',
    verl: 'actor/kl_loss',
    good: 'none',
  },
  oldKl: {
    label: 'KL to old policy',
    unit: 'nats/token',
    note: 'k1 estimate after the update: how far one iteration moved.',
    verl: 'actor/ppo_kl',
    good: 'none',
    phase: 'update',
  },
  length: {
    label: 'Response length',
    unit: 'tokens',
    note: 'Mean over the batch.',
    trl: 'completions/mean_length',
    verl: 'response_length/mean',
    good: 'none',
  },
  lengthCorrect: { label: 'Length, correct', unit: 'tokens', note: 'Correct responses only.', good: 'none' },
  lengthWrong: {
    label: 'Length, wrong',
    unit: 'tokens',
    note: 'Wrong responses only; drifts up under length bias.',
    good: 'none',
  },
  hinted: {
    label: 'Hinted',
    unit: 'share',
    note: 'Responses that begin with a hint; reward and correct answers count them too, pass@1 does not.',
    good: 'down',
  },
  replayed: {
    label: 'Replayed',
    unit: 'share',
    note: 'Responses of earlier iterations that are trained on again; the reward counts them too, pass@1 does not.',
    good: 'none',
  },
  truncated: {
    label: 'Truncated',
    unit: 'share',
    note: 'Stopped by the length limit.',
    trl: 'completions/clipped_ratio',
    verl: 'response_length/clip_ratio',
    good: 'down',
  },
  noSignal: {
    label: 'Groups without signal',
    unit: 'share',
    note: 'Of all that were drawn: no token has credit, or the method dropped the group and its rewards are equal.',
    trl: 'frac_reward_zero_std',
    good: 'down',
  },
  withSignal: {
    label: 'Responses with signal',
    unit: 'share',
    note: 'Of all that were sampled: those with a token whose credit is not 0. The others cost time and teach nothing.',
    good: 'up',
    phase: 'credit',
  },
  againstCredit: {
    label: 'Moved against credit',
    unit: 'share',
    note: 'Of the responses that were pushed: the update moved their probability the other way, because a network moves alike what is alike.',
    good: 'down',
  },
  clipLow: {
    label: 'Clipped low',
    unit: 'share',
    note: 'Tokens whose gradient the lower clip removed; 0 on the first update.',
    trl: 'clip_ratio/low_mean',
    good: 'none',
    phase: 'update',
  },
  clipHigh: {
    label: 'Clipped high',
    unit: 'share',
    note: 'Tokens whose gradient the upper clip removed; 0 on the first update.',
    trl: 'clip_ratio/high_mean',
    good: 'none',
    phase: 'update',
  },
  valueClipped: {
    label: 'Value clipped',
    unit: 'share',
    note: 'Tokens whose prediction has moved beyond the value clip, so that its error gives no gradient; 0 on the first update.',
    verl: 'critic/vf_clipfrac',
    good: 'none',
    phase: 'update',
  },
  gradNorm: {
    label: 'Gradient norm',
    unit: '',
    note: 'Before clipping. Zero means that nothing is learned, whatever the loss reads.',
    trl: 'grad_norm',
    verl: 'actor/grad_norm',
    good: 'none',
    phase: 'update',
  },
  loss: {
    label: 'Loss',
    unit: '',
    note: 'Not a measure of progress: centred advantages make it about 0 while the policy learns.',
    trl: 'loss',
    verl: 'actor/pg_loss',
    good: 'none',
    phase: 'update',
  },
  valueLoss: {
    label: 'Value loss',
    unit: '',
    note: 'Error of the value head.',
    verl: 'critic/vf_loss',
    good: 'down',
    phase: 'update',
  },
  rolloutsSampled: {
    label: 'Rollouts sampled',
    unit: '',
    note: 'More than the batch when groups were dropped and sampled again, or a sampler tried more than it took.',
    good: 'none',
  },
  rounds: {
    label: 'Sampling rounds',
    unit: '',
    note: 'One, and one more each time that dropped groups were replaced.',
    good: 'none',
  },
  groupsSampled: { label: 'Groups sampled', unit: '', note: 'Over all rounds.', good: 'none' },
  groupsDropped: {
    label: 'Groups dropped',
    unit: '',
    note: 'Sampled and not trained on. When all were dropped, the update is left out.',
    good: 'none',
  },
}

/** Whether a run of these phases can have the metric. */
export const isMeasured = (id: string, phases: readonly Phase[]): boolean => {
  const phase = metricSpecOf(id)?.phase
  return phase === undefined || phases.includes(phase)
}

/** The spec of a metric id; `passAt4` and its like are made from pass@k, `reward/<part>` from the reward, `source/<name>` from the groups, `modelLoss/<column>` from what is learned beside. */
export function metricSpecOf(id: string): MetricSpec | undefined {
  const k = /^passAt(\d+)$/.exec(id)?.[1]
  if (k !== undefined && k !== '1' && metricSpecs.passAtK) return { ...metricSpecs.passAtK, label: `pass@${k}` }
  if (id.startsWith('reward/')) {
    return { label: `Reward: ${id.slice(7)}`, unit: '', note: 'Mean of this part of the reward.', good: 'none' }
  }
  if (id.startsWith('modelLoss/')) {
    return {
      label: 'Loss of the reward model',
      unit: '',
      note: 'On this iteration’s lessons; ln 2 knows nothing.',
      good: 'down',
    }
  }
  if (id.startsWith('source/')) {
    return { label: `Source: ${id.slice(7)}`, unit: 'share', note: 'Share of the groups of the batch.', good: 'none' }
  }
  return Object.hasOwn(metricSpecs, id) ? metricSpecs[id] : undefined
}

type Credited = Pick<Batch, 'credit' | 'tokenStart' | 'pairs'>

/** True when some token of a response is pushed up or down; false before the credit phase. */
export function hasCredit({ credit, tokenStart }: Credited, rollout: number): boolean {
  return credit?.subarray(tokenStart[rollout], tokenStart[rollout + 1]).some(value => value !== 0) ?? false
}

const isPaired = ({ chosen, rejected }: NonNullable<Batch['pairs']>, rollout: number): boolean =>
  chosen.includes(rollout) || rejected.includes(rollout)

/**
 * A group is silent when no token of it has credit: nothing is learned from it, whatever its rewards. A group that was
 * dropped never gets credit; it is silent when its rewards are equal too. Where pairs are trained on: when it has none.
 */
export const isSilent = (batch: Credited, members: readonly number[]): boolean =>
  !members.some(i => (batch.pairs ? isPaired(batch.pairs, i) : hasCredit(batch, i)))

export const equalRewards = ({ reward }: Pick<Batch, 'reward'>, members: readonly number[]): boolean =>
  members.every(i => reward[i] === reward[members[0]!])

export const silentGroups = (batch: Batch): number =>
  groupMembers(batch).filter(members => isSilent(batch, members)).length

/** True when every group that was drawn was dropped: the batch is there to be looked at, and nothing was trained on it. */
export const allDropped = ({ groupsSampled, groupsDropped }: Metrics): boolean =>
  groupsDropped !== undefined && groupsDropped === groupsSampled

/** Which way the credit of its tokens pushes a response as a whole, and which way the update moved it: 1, 0 or -1. */
export function pushAndMove(batch: Batch, rollout: number): { readonly push: number; readonly move: number } {
  const sum = (values: Float32Array | undefined) =>
    values?.subarray(batch.tokenStart[rollout], batch.tokenStart[rollout + 1]).reduce((total, x) => total + x, 0) ?? 0
  return { push: Math.sign(sum(batch.credit)), move: Math.sign(sum(batch.logp) - sum(batch.oldLogp)) }
}
