/** A Batch as text in the exchange format. */
import type { Batch } from '../core/batch.ts'
import { shortestFloat } from '../core/math.ts'
import { exchangeSchema, flagFields, groupFields, numberFields, tokenFields } from './exchange-line.ts'

/** What a Batch does not hold, for a written file. */
export interface ExchangeText {
  readonly iteration?: number
  /** [groups] */
  readonly groupNames?: readonly (string | number)[]
  /** [groups] */
  readonly prompts?: readonly string[]
  /** Text of a token id. */
  readonly textOf?: (token: number) => string
}

/** The batch as text, one line per rollout, with every column that the format knows. */
export function writeExchange(batch: Batch, text: ExchangeText = {}): string {
  const turnsOf: number[][] = Array.from({ length: batch.rollouts }, () => [])
  for (const [j, rollout] of batch.turns?.rollout.entries() ?? []) turnsOf[rollout]!.push(j)
  return turnsOf.map((turns, i) => `${JSON.stringify(lineOf(batch, i, turns, text))}\n`).join('')
}

function lineOf(batch: Batch, i: number, own: readonly number[], text: ExchangeText): object {
  const [from, to] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
  const group = batch.group[i]!
  const { turns, rewardParts, answer, stateKey, turnReward } = batch
  const ids = [...batch.token.subarray(from, to)]
  const tokens = text.textOf && ids.map(text.textOf)
  const perToken = tokenFields.flatMap(field => {
    const column = batch[field]
    return column ? [[field, Array.from(column.subarray(from, to), shortest)]] : []
  })
  const numbers = numberFields.flatMap(field => (batch[field] ? [[field, shortest(batch[field][i]!)]] : []))
  const perGroup = groupFields.flatMap(field => (batch[field] ? [[field, shortest(batch[field][group]!)]] : []))
  const flags = flagFields.flatMap(field => (batch[field] ? [[field, batch[field][i] === 1]] : []))
  const parts = Object.entries(rewardParts ?? {}).map(([name, values]) => [name, shortest(values[i]!)])
  return {
    schema: exchangeSchema,
    ...(text.iteration !== undefined && { iteration: text.iteration }),
    group: text.groupNames?.[group] ?? group,
    ...(text.prompts && { prompt: text.prompts[group] }),
    ...(tokens && { response: tokens.join(''), tokens }),
    tokenIds: ids,
    reward: shortest(batch.reward[i]!),
    ...(rewardParts && { rewardParts: Object.fromEntries(parts) }),
    ...(answer && { answer: answer[i] }),
    ...Object.fromEntries([...perGroup, ...flags, ...numbers, ...perToken]),
    ...(turns && {
      turns: own.map(j => ({
        start: turns.start[j]! - from,
        end: turns.end[j]! - from,
        ...(stateKey && { stateKey: stateKey[j]! }),
        ...(turnReward && { reward: shortest(turnReward[j]!) }),
      })),
    }),
  }
}

const shortest = (value: number): number | null => (Number.isFinite(value) ? shortestFloat(value) : null)
