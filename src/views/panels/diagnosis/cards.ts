/**
 * Cards that say what is going on, with the reader's own numbers. Each trigger is a pure function that stays silent
 * unless its evidence is plain: a card that cries wolf is worse than none.
 */
import { groupMembers } from '../../../core/batch.ts'
import { mean } from '../../../core/math.ts'
import { allDropped, type Metrics } from '../../../core/metrics.ts'
import type { ParamValues } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { Spot } from '../../kit/locate.ts'
import { count, fixed, percent, short, signed } from '../../kit/numbers.ts'
import { hasSignal, rewardsAgree, summariesOf } from '../groups/health.ts'
import { ending } from './ending.ts'
import { telling } from './telling.ts'

export interface Card {
  readonly id: string
  readonly kind: 'info' | 'warning'
  /** The finding, one short sentence with numbers. */
  readonly title: string
  /** Why, and what to look at or try. */
  readonly text: string
  /** What can be done about it at once, the best first. */
  readonly ways?: readonly Way[]
}

/** Twice the iterations; the task's next level. */
export type Way = 'goOn' | 'harder'

export interface Evidence {
  readonly snapshot: Snapshot
  /** Metrics of iteration i+1 at index i; up to the shown iteration and beyond. */
  readonly series: readonly Metrics[]
  readonly place: Spot | undefined
  readonly vocabulary: readonly string[]
  readonly methodTitle: string
  readonly params: ParamValues
}

export type Trigger = (evidence: Evidence) => Card | undefined

/** All groups of all rounds were dropped: nothing was trained on. */
const nothingKept: Trigger = ({ snapshot: { metrics } }) => {
  if (!allDropped(metrics)) return undefined
  const drawn = count(metrics.groupsSampled ?? 0, 'group')
  const rounds = count(metrics.rounds ?? 0, 'round')
  return {
    id: 'nothing-kept',
    kind: 'warning',
    title: `Nothing to train on: ${drawn} drawn in ${rounds}, all dropped.`,
    text: 'The update was left out, so no weight moved. The batch that is shown is that of the last round; it was not trained on. Easier or harder problems, larger groups or more rounds find groups that are worth keeping.',
  }
}

/** The rounds were used up before the batch was full. */
const batchNotFull: Trigger = ({ snapshot: { batch, metrics }, params }) => {
  const { groupsDropped = 0, groupsSampled = 0, rounds = 0 } = metrics
  const wanted = Number(params.problems)
  if (allDropped(metrics) || groupsDropped === 0 || !(batch.groups < wanted)) return undefined
  return {
    id: 'batch-not-full',
    kind: 'info',
    title: `The rounds are used up: ${batch.groups} of ${count(wanted, 'group')} to train on.`,
    text: `${count(groupsSampled, 'group')} were drawn in ${count(rounds, 'round')}, ${groupsDropped} were dropped. The update averages over fewer responses than usual.`,
  }
}

/** Groups of which no token has credit: at least a quarter of them. */
const noSignal: Trigger = ({ snapshot, params }) => {
  if (allDropped(snapshot.metrics)) return undefined
  const groups = summariesOf(snapshot, params)
  const mute = groups.filter(group => !hasSignal(group))
  if (mute.length === 0 || mute.length < groups.length / 4) return undefined
  const solved = mute.filter(({ flags }) => flags.some(({ id }) => id === 'all-correct')).length
  const failed = mute.filter(({ flags }) => flags.some(({ id }) => id === 'all-wrong')).length
  const why = [solved && `${solved} solved by all`, failed && `${failed} solved by none`].filter(Boolean).join(', ')
  const all = mute.length === groups.length
  const equal = mute.every(rewardsAgree) ? `Their rewards are all equal${why ? ` (${why})` : ''}, and no` : 'No'
  return {
    id: 'no-signal',
    kind: 'warning',
    title: all ? 'No group gives a signal.' : `${mute.length} of ${count(groups.length, 'group')} give no signal.`,
    text: `${equal} token of them has credit. ${
      all
        ? 'What still moves the weights is the optimiser’s momentum, weight decay and the terms beside the objective.'
        : 'Harder or easier problems, larger groups or dynamic sampling would replace them.'
    }`,
  }
}

/** The loss rounds to zero although the gradient does not. */
const lossIsZero: Trigger = ({ snapshot: { metrics } }) => {
  const { loss, gradNorm } = metrics
  if (loss === undefined || gradNorm === undefined) return undefined
  if (Math.abs(loss) >= 5e-4 || gradNorm < 1e-3) return undefined
  return {
    id: 'loss-zero',
    kind: 'info',
    title: `The loss reads ${fixed(loss, 3)}, and the policy learns.`,
    text: `Advantages are centred and the ratio starts at 1, so their mean cancels; the gradient does not. Gradient norm: ${short(gradNorm)}. Watch the reward, not the loss.`,
  }
}

/** A reward gap that is small against the batch's was stretched to an ordinary advantage. */
const nearTie: Trigger = ({ snapshot, params }) => {
  const groups = summariesOf(snapshot, params)
  const rewards = groups.flatMap(group => group.rewards)
  const range =
    rewards.reduce((top, r) => Math.max(top, r), -Infinity) - rewards.reduce((low, r) => Math.min(low, r), Infinity)
  const worst = groups
    .filter(({ flags, gap }) => flags.some(({ id }) => id === 'near-tie') && gap < 0.1 * range)
    .sort((a, b) => b.largest / b.gap - a.largest / a.gap)[0]
  if (!worst) return undefined
  const text = snapshot.problems[worst.group]?.text ?? `group ${worst.group + 1}`
  return {
    id: 'near-tie',
    kind: 'warning',
    title: `Advantage ±${short(worst.largest)} from a reward gap of ${short(worst.gap)}.`,
    text: `In “${text}” the rewards are nearly tied, and dividing by their spread of ${short(worst.std)} stretches noise to full size. A larger ε or no division by the spread would leave it small.`,
  }
}

/** Mean of a metric over a window of the series. */
function window(series: readonly Metrics[], metric: string, from: number, to: number): number {
  return mean(series.slice(from, to).flatMap(metrics => metrics[metric] ?? []))
}

/** Entropy lost more than 40 % between the first five and the last five iterations. */
const entropyFell: Trigger = ({ series, snapshot }) => {
  const until = series.slice(0, snapshot.iteration)
  if (until.length < 15) return undefined
  const start = window(until, 'entropy', 0, 5)
  const now = window(until, 'entropy', until.length - 5, until.length)
  if (!(start > 0) || !(now < 0.6 * start)) return undefined
  const reward = window(until, 'reward', until.length - 5, until.length) - window(until, 'reward', 0, 5)
  return {
    id: 'entropy-fell',
    kind: reward > 0.02 ? 'info' : 'warning',
    title: `Entropy fell by ${percent(1 - now / start)}, from ${fixed(start)} to ${fixed(now)} nats per token.`,
    text:
      reward > 0.02
        ? `The reward rose by ${fixed(reward)} meanwhile, so part of it is the policy making up its mind. If pass@k falls while pass@1 rises, answers are being lost.`
        : `The reward moved by ${signed(reward)} only: the policy commits without getting better. An entropy bonus, a higher upper clip or a smaller learning rate slow this down.`,
  }
}

/** More than a fifth of the tokens give no gradient because of the clip. */
const clippedOften: Trigger = ({ snapshot: { metrics } }) => {
  const low = metrics.clipLow ?? 0
  const high = metrics.clipHigh ?? 0
  if (low + high < 0.2) return undefined
  return {
    id: 'clipped',
    kind: 'warning',
    title: `${percent(low + high)} of the tokens are clipped (${percent(low)} low, ${percent(high)} high).`,
    text: 'They gave no gradient at the last update. A smaller learning rate or fewer inner epochs keeps the ratio inside; a higher upper clip lets rare tokens grow.',
  }
}

/** Uniform credit on a response that one token decided, which only the exact advantage can tell. */
const uniformCredit: Trigger = ({ snapshot: { batch }, place, vocabulary, methodTitle }) => {
  const { credit, exactAdvantage } = batch
  if (!credit || !exactAdvantage || !place) return undefined
  const tokens: number[] = []
  for (let t = place.start; t < place.end; t++) if (batch.mask?.[t] !== 0) tokens.push(t)
  const value = credit[tokens[0] ?? -1]
  if (tokens.length < 3 || value === undefined || Math.abs(value) < 1e-6) return undefined
  if (tokens.some(t => Math.abs(credit[t]! - value) > 1e-6)) return undefined
  const total = tokens.reduce((sum, t) => sum + Math.abs(exactAdvantage[t]!), 0)
  const decisive = tokens.reduce((a, b) => (Math.abs(exactAdvantage[b]!) > Math.abs(exactAdvantage[a]!) ? b : a))
  const share = Math.abs(exactAdvantage[decisive]!) / total
  if (!(share > 0.5) || Math.sign(exactAdvantage[decisive]!) !== Math.sign(value)) return undefined
  const text = vocabulary[batch.token[decisive]!]?.trim() || 'the blank'
  return {
    id: 'uniform-credit',
    kind: 'info',
    title: `Uniform credit: all ${tokens.length} tokens of response ${place.rollout + 1} get ${signed(value)}.`,
    text: `By the exact values, token ${decisive - place.start + 1} (“${text}”) alone ${value > 0 ? 'won' : 'lost'} ${percent(share)} of what was decided. ${methodTitle} cannot tell them apart; a method with credit per token or per turn can.`,
  }
}

/** A third or more of the responses ran into the length limit. */
const truncatedOften: Trigger = ({ snapshot: { batch } }) => {
  if (!batch.truncated || batch.rollouts < 4) return undefined
  const share = mean(batch.truncated)
  if (share < 1 / 3) return undefined
  return {
    id: 'truncated',
    kind: 'warning',
    title: `${percent(share)} of the responses were cut off.`,
    text: 'They count as wrong without having been finished, so length is punished, not mistakes. A longer limit, or leaving them out of the loss, tells the two apart.',
  }
}

/** Lone responses whose advantage is their raw reward: nothing was compared. */
const groupOfOne: Trigger = ({ snapshot: { batch } }) => {
  const lone = groupMembers(batch).filter(members => members.length === 1)
  const raw = lone.filter(
    ([row]) => row !== undefined && batch.reward[row] !== 0 && batch.advantage?.[row] === batch.reward[row],
  )
  if (raw.length === 0 || groupMembers(batch).length === lone.length) return undefined
  return {
    id: 'group-of-one',
    kind: 'warning',
    title: `${count(raw.length, 'group')} of one got the raw reward as advantage.`,
    text: 'There is no sibling to subtract. Beside centred groups such a response is always pushed the way of its reward, however good it is for its problem.',
  }
}

const triggers: readonly Trigger[] = [
  ending,
  nothingKept,
  telling,
  batchNotFull,
  noSignal,
  nearTie,
  groupOfOne,
  truncatedOften,
  clippedOften,
  uniformCredit,
  lossIsZero,
  entropyFell,
]

/** All cards that the evidence supports: what ends or empties the run, the selected response's, the rest. */
export const cardsOf = (evidence: Evidence): Card[] => triggers.flatMap(trigger => trigger(evidence) ?? [])
