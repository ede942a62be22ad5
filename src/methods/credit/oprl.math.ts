/** A reward model that is a log-ratio: what a token earns is how much likelier the model finds it than the policy does. */
import { type Batch, groupMembers, maskOf, type With } from '../../core/batch.ts'
import { mean, pick, standardise, std } from '../../core/math.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

/** -log sigmoid(margin): the price of a pair whose better response leads by `margin`. */
export const pairLoss = (margin: number): number => Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin)))

const seeing = ['place', 'previous', 'prefix'] as const

export const implicitRewardParams = {
  stepEpsilon: number({
    label: 'Epsilon of steps',
    note: 'Keeps the division finite.',
    default: 1e-6,
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
  }),
  stepDdof: number({
    label: 'Degrees of freedom of steps',
    default: 0,
    min: 0,
    max: 1,
    integer: true,
    aside: true,
    note: 'Of the deviation over steps: 0 population, 1 sample.',
  }),
  prmBeta: number({ label: 'Reward β', default: 0.05, min: 0.001, max: 10, scale: 'log' }),
  prmLearningRate: number({
    label: 'Learning rate of the reward model',
    default: 10,
    min: 0,
    max: 1000,
    scale: 'log',
    note: 'Gradient steps on the pair loss; 0 keeps the reward model where it is.',
  }),
  prmUpdates: number({
    label: 'Its updates per iteration',
    default: 4,
    min: 0,
    max: 64,
    integer: true,
    note: 'Passes over the pairs of each batch.',
  }),
  prmSees: choice({
    label: 'It sees',
    options: seeing,
    default: 'previous',
    meaning: {
      place: 'the problem and the place in the response',
      previous: 'these and the token before',
      prefix: 'everything before the token',
    },
  }),
} as const satisfies ParamSpecs

/** Log-ratio of the model to the policy by what the model sees; absent means 0. */
export type Tilt = ReadonlyMap<string, number>
export const isTilt = (state: unknown): state is Tilt => state instanceof Map

/** [T] the key under which the model keeps each token's log-ratio. */
export function sightings(batch: With<'problem'>, sees: (typeof seeing)[number]): string[] {
  return Array.from({ length: batch.rollouts }, (_, i) => {
    const said = Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1]))
    const before = (t: number) =>
      sees === 'prefix' ? said.slice(0, t).join(' ') : sees === 'previous' ? `${t} ${said[t - 1] ?? ''}` : `${t}`
    return said.map((token, t) => `${batch.problem[batch.group[i]!]}:${before(t)}:${token}`)
  }).flat()
}

/** Pairs of siblings, the one with the higher reward first. */
export function preferencePairs({ reward }: Batch, members: readonly number[]): (readonly [number, number])[] {
  return members.flatMap(i => members.filter(j => reward[i]! > reward[j]!).map(j => [i, j] as const))
}

/** Sum of a value over the generated tokens of a rollout. */
export function totalOf(batch: Batch, values: ArrayLike<number>, rollout: number): number {
  const { mask, tokenStart } = batch
  let total = 0
  for (let t = tokenStart[rollout]!; t < tokenStart[rollout + 1]!; t++) total += (mask?.[t] ?? 1) * values[t]!
  return total
}

export interface Fitting {
  readonly prmBeta: number
  readonly prmLearningRate: number
  readonly prmUpdates: number
}

/** The model after some gradient updates on the mean pair loss of each group. arXiv 2509.19199, trajectory DPO. */
export function fitPairs(batch: Batch, keys: readonly string[], tilt: Tilt, how: Fitting): Tilt {
  const mask = maskOf(batch)
  const next = new Map(tilt)
  const groups = groupMembers(batch).map(members => preferencePairs(batch, members))
  for (let turn = 0; turn < how.prmUpdates; turn++) {
    const now = keys.map(key => next.get(key) ?? 0)
    const slope = new Float64Array(batch.rollouts)
    for (const pairs of groups) {
      for (const [better, worse] of pairs) {
        const margin = how.prmBeta * (totalOf(batch, now, better) - totalOf(batch, now, worse))
        const pull = how.prmBeta / (1 + Math.exp(margin)) / pairs.length
        slope[better]! += pull
        slope[worse]! -= pull
      }
    }
    for (let i = 0; i < batch.rollouts; i++) {
      for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
        const key = keys[t]!
        if (mask[t] === 1) next.set(key, (next.get(key) ?? 0) + how.prmLearningRate * slope[i]!)
      }
    }
  }
  return next
}

/** [groups] share of pairs that the rewards put in the right order, a tie counting half; NaN without pairs. */
export function pairAccuracy(batch: Batch, perToken: ArrayLike<number>): Float32Array {
  return Float32Array.from(groupMembers(batch), members => {
    const leads = preferencePairs(batch, members).map(
      ([i, j]) => totalOf(batch, perToken, i) - totalOf(batch, perToken, j),
    )
    const right = leads.reduce((count, lead) => count + (lead > 0 ? 1 : lead === 0 ? 0.5 : 0), 0)
    return leads.length === 0 ? Number.NaN : right / leads.length
  })
}

export interface Action {
  readonly rollout: number
  readonly start: number
  readonly end: number
}

/** What the policy does at once: a turn where there are turns, else a token. */
export function actionsOf(batch: Batch): Action[] {
  const { turns } = batch
  if (turns) {
    return Array.from(turns.rollout, (rollout, k) => ({ rollout, start: turns.start[k]!, end: turns.end[k]! }))
  }
  return Array.from({ length: batch.rollouts }, (_, rollout) =>
    Array.from({ length: batch.tokenStart[rollout + 1]! - batch.tokenStart[rollout]! }, (_unused, k) => {
      const start = batch.tokenStart[rollout]! + k
      return { rollout, start, end: start + 1 }
    }),
  )
    .flat()
    .filter(({ start }) => batch.mask?.[start] !== 0)
}

export interface StepScore {
  readonly prmBeta: number
  readonly stepEpsilon: number
  readonly stepDdof: number
}

/**
 * [T] each action's summed log-ratio times beta, and its z-score among all actions of the group (deviation with
 * `ddof`), at the tokens of the action. Actions of rollouts without a reward get 0 and are not compared.
 */
export function zScoredActions(batch: Batch, actions: readonly Action[], logRatio: ArrayLike<number>, how: StepScore) {
  const mask = maskOf(batch)
  const [stepReward, stepAdvantage] = [new Float32Array(batch.token.length), new Float32Array(batch.token.length)]
  const scored = actions.filter(({ rollout }) => !Number.isNaN(batch.reward[rollout]!))
  const rewards = scored.map(({ start, end }) => {
    let total = 0
    for (let t = start; t < end; t++) total += mask[t]! * logRatio[t]!
    return how.prmBeta * total
  })
  for (let group = 0; group < batch.groups; group++) {
    const own = [...scored.keys()].filter(k => batch.group[scored[k]!.rollout] === group)
    if (own.length === 0) continue
    const values = pick(rewards, own)
    const [centre, spread] = [mean(values), std(values, how.stepDdof)]
    for (const k of own) {
      const { start, end } = scored[k]!
      stepReward.fill(rewards[k]!, start, end)
      stepAdvantage.fill(standardise(rewards[k]! - centre, spread, how.stepEpsilon), start, end)
    }
  }
  return { stepReward, stepAdvantage }
}
