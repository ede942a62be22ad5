/** Some rollouts of a Batch as a Batch of their own, and the way back. */
import { type Batch, type Explain, extentLength, type Turns } from './batch.ts'
import { type Column, columns, type Extent, specOf } from './columns.ts'
import { sum } from './math.ts'

export interface Part<B extends Batch> {
  readonly batch: B
  /** A column of the part as one of the whole batch; `elsewhere` where the part has no say. */
  readonly back: (extent: Extent, values: Float32Array, elsewhere?: number) => Float32Array
}

/**
 * The batch with rewards of those rollouts that have none, but of which some part could be scored: the sum of such parts,
 * as TRL adds up what its reward functions say.
 */
export function totalled<B extends Batch>(batch: B): B {
  const parts = Object.values(batch.rewardParts ?? {})
  const known = (i: number) => parts.map(part => part[i]!).filter(value => !Number.isNaN(value))
  if (scoredRows(batch).length === batch.rollouts || parts.length === 0) return batch
  const reward = batch.reward.map((r, i) => (Number.isNaN(r) && known(i).length > 0 ? sum(known(i)) : r))
  return { ...batch, reward }
}

/** Indices of the rollouts that something could score. */
export const scoredRows = ({ reward, rollouts }: Batch): number[] =>
  Array.from({ length: rollouts }, (_, i) => i).filter(i => !Number.isNaN(reward[i]!))

type TokensOf = (rollout: number) => readonly number[]
const allTokens =
  ({ tokenStart }: Batch): TokensOf =>
  i =>
    range(tokenStart[i]!, tokenStart[i + 1]!)

/** Indices of what belongs to these rollouts, by extent. Groups and turns without any of them are left out. */
function placesOf(
  batch: Batch,
  rows: readonly number[],
  tokensOf: TokensOf,
): Readonly<Record<Extent, readonly number[]>> {
  const { turns, group, vocabulary = 0 } = batch
  const kept = new Set(rows)
  const token = rows.flatMap(tokensOf)
  return {
    rollout: rows,
    token,
    next: token.flatMap(t => range(t * vocabulary, (t + 1) * vocabulary)),
    group: [...new Set(rows.map(i => group[i]!))].sort((a, b) => a - b),
    turn: range(0, turns?.rollout.length ?? 0).filter(turn => kept.has(turns!.rollout[turn]!)),
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k)
const inverse = (places: readonly number[]) => new Map(places.map((place, at) => [place, at]))
const gather = (values: Float32Array, places: readonly number[]) => Float32Array.from(places, at => values[at]!)

function turnsOf(turns: Turns, places: Readonly<Record<Extent, readonly number[]>>): Turns {
  const rowAt = inverse(places.rollout)
  const before = (place: number) => places.token.filter(t => t < place).length
  return {
    rollout: Int32Array.from(places.turn, turn => rowAt.get(turns.rollout[turn]!)!),
    start: Int32Array.from(places.turn, turn => before(turns.start[turn]!)),
    end: Int32Array.from(places.turn, turn => before(turns.end[turn]!)),
  }
}

/** The rollouts `rows` (ascending) alone, and of their tokens those of `tokensOf`; the batch itself when that is all. */
export function partOf<B extends Batch>(batch: B, rows: readonly number[], tokensOf = allTokens(batch)): Part<B> {
  const places = placesOf(batch, rows, tokensOf)
  if (rows.length === batch.rollouts && places.token.length === batch.token.length)
    return { batch, back: (_, values) => values }
  const taken = columns.flatMap((column): [Column, Float32Array][] => {
    const values = batch[column]
    return values ? [[column, gather(values, places[specOf(column).extent])]] : []
  })
  const { rewardParts, turns, answer } = batch
  const groupAt = inverse(places.group)
  const tokenStart = [0]
  for (const i of rows) tokenStart.push(tokenStart.at(-1)! + tokensOf(i).length)
  const part = {
    ...batch,
    ...Object.fromEntries(taken),
    rollouts: rows.length,
    groups: places.group.length,
    group: Int32Array.from(rows, i => groupAt.get(batch.group[i]!)!),
    reward: gather(batch.reward, rows),
    tokenStart: Int32Array.from(tokenStart),
    token: Int32Array.from(places.token, t => batch.token[t]!),
    ...(rewardParts && {
      rewardParts: Object.fromEntries(Object.entries(rewardParts).map(([name, part]) => [name, gather(part, rows)])),
    }),
    ...(turns && { turns: turnsOf(turns, places) }),
    ...(answer && { answer: rows.map(i => answer[i]!) }),
  }
  const back = (extent: Extent, values: Float32Array, elsewhere = 0): Float32Array => {
    const whole = new Float32Array(extentLength(batch, extent)).fill(elsewhere)
    places[extent].forEach((place, at) => {
      whole[place] = values[at]!
    })
    return whole
  }
  return { batch: part, back }
}

/** A part's diagnostics as those of the whole batch; 0 where the part has no say. */
export const explainBack = ({ back }: Part<Batch>, explain: Explain = {}): Explain =>
  Object.fromEntries(
    Object.entries(explain).map(([name, { extent, values }]) => [name, { extent, values: back(extent, values) }]),
  )

/** A part's columns as those of the whole batch; 0 where the part has no say. */
export const columnsBack = ({ back }: Part<Batch>, added: { readonly [C in Column]?: Float32Array }) =>
  Object.fromEntries(
    columns.flatMap((column): [Column, Float32Array][] => {
      const values = added[column]
      return values ? [[column, back(specOf(column).extent, values)]] : []
    }),
  )
