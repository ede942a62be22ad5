/** Rewards of logs that have the columns of reward functions but not their sum. */
import type { LogField } from '../core/log.ts'
import type { Line } from './exchange-line.ts'
import { type WeighedGroup, weightsOf } from './reward-weights.ts'

export interface Weighed {
  readonly lines: readonly Line[]
  readonly field: LogField | undefined
}

const isScored = (line: Line): boolean =>
  Object.values(line.rewardParts).some(value => !Number.isNaN(value ?? Number.NaN))

/** The rewards with the weights that the advantages tell; as they are where they tell none, which is said. */
export function weighed(lines: readonly Line[]): Weighed {
  const names = [...new Set(lines.flatMap(line => Object.keys(line.rewardParts)))]
  if (names.length === 0) return { lines, field: undefined }
  const weights = weightsOf(groupsOf(lines, names), names.length)
  if (!weights) return { lines, field: plainSum(names) }
  if (weights.every(weight => weight === 1)) return { lines, field: plainSum(names) }
  return {
    lines: lines.map(line => (isScored(line) ? { ...line, ...rewardOf(line, names, weights) } : line)),
    field: { state: 'recomputed', because: `the advantages tell that it is ${sumWords(names, weights)}` },
  }
}

const plainSum = (names: readonly string[]): LogField | undefined =>
  names.length > 1
    ? { state: 'recomputed', because: `the log has ${names.join(', ')} only: their plain sum is taken` }
    : undefined

const sumWords = (names: readonly string[], weights: readonly number[]): string =>
  names.map((name, k) => `${weights[k]} × ${name}`).join(' + ')

/** What has no weight is no part of the reward. */
function rewardOf(line: Line, names: readonly string[], weights: readonly number[]) {
  const held = names.flatMap((name, k) => {
    const value = line.rewardParts[name] ?? Number.NaN
    return Number.isNaN(value) || weights[k] === 0 ? [] : [weights[k]! * value]
  })
  const parts = Object.entries(line.rewardParts).filter(([name]) => weights[names.indexOf(name)] !== 0)
  const reward = held.length === 0 ? Number.NaN : held.reduce((sum, value) => sum + value, 0)
  return { reward, rewardParts: Object.fromEntries(parts) }
}

function groupsOf(lines: readonly Line[], names: readonly string[]): WeighedGroup[] {
  const groups = new Map<string, Line[]>()
  for (const line of lines.filter(isScored)) {
    const key = `${line.iteration ?? ''} ${line.group}`
    const own = groups.get(key)
    if (own) own.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()].flatMap(own => {
    const advantage = own.map(line => Number(line.cells.advantage?.[0] ?? Number.NaN))
    if (advantage.some(Number.isNaN)) return []
    return [{ advantage, parts: names.map(name => own.map(line => line.rewardParts[name] || 0)) }]
  })
}
