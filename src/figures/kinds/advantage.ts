import { mean } from '../../core/math.ts'
import { choice, number, type ParamValues } from '../../core/params.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { type Drawn, factors, figure } from '../figure.ts'
import { batchFor, estimated } from '../work.ts'

const groupSize = number({ label: 'Group size G', default: 8, min: 2, max: 16, integer: true })

/** Tokens of each response. */
const tokens = 6

const fits = ({ advantage }: ResolvedMethod) => advantage !== undefined

/** Advantages of the first group; beside it stands one that is half right, for methods that look at the whole batch. */
function advantagesOf(method: ResolvedMethod, params: ParamValues, rewards: readonly number[]): number[] {
  const beside = rewards.map((_, i) => i % 2)
  const { advantage } = estimated(method, params, batchFor(method, { groups: [rewards, beside], lengths: tokens }))
  return Array.from(advantage.subarray(0, rewards.length))
}

const average = (values: readonly number[]): number => (values.length === 0 ? Number.NaN : mean(values))

const sides = (x: readonly number[], each: readonly { right: number[]; wrong: number[] }[], whole: boolean): Drawn => ({
  x,
  lines: whole
    ? [{ name: 'mean size', values: each.map(({ right, wrong }) => average([...right, ...wrong].map(Math.abs))) }]
    : [
        { name: 'right answers', values: each.map(({ right }) => average(right)) },
        { name: 'wrong answers', values: each.map(({ wrong }) => average(wrong)) },
      ],
})

const show = choice({
  label: 'Show',
  options: ['each side', 'whole group'],
  default: 'each side',
  meaning: {
    'each side': 'the advantage of right and of wrong answers',
    'whole group': 'the mean size of all advantages',
  },
})

export const difficulty = figure({
  slot: 'advantage',
  title: 'How much a problem weighs',
  says: 'Advantages in a group with k of G right, reward 1 or 0, beside a group that is half right.',
  x: 'right answers k of G',
  y: 'advantage',
  discrete: true,
  settings: { groupSize, show },
  fits,
  draw: (_, method, params, { groupSize: G, show: what }) => {
    const x = Array.from({ length: G + 1 }, (_, k) => k)
    const each = x.map(k => {
      const advantage = advantagesOf(
        method,
        params,
        Array.from({ length: G }, (_, i) => Number(i < k)),
      )
      return { right: advantage.slice(0, k), wrong: advantage.slice(k) }
    })
    return sides(x, each, what === 'whole group')
  },
})

export const gap = figure({
  slot: 'advantage',
  title: 'How far a small difference is stretched',
  says: 'Advantages in a group half of which is better by a gap of reward, down to a millionth.',
  x: 'gap between the rewards',
  y: 'advantage',
  scale: 'log',
  settings: { groupSize },
  fits,
  draw: (_, method, params, { groupSize: G }) => {
    const x = factors(1e-6, 1, 37)
    const half = Math.ceil(G / 2)
    const each = x.map(wide => {
      const advantage = advantagesOf(
        method,
        params,
        Array.from({ length: G }, (_, i) => (i < half ? wide : 0)),
      )
      return { right: advantage.slice(0, half), wrong: advantage.slice(half) }
    })
    return sides(x, each, false)
  },
})
