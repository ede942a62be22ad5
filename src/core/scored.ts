/** Some rollouts of a Batch as a Batch of their own, and the way back. */
import { type Batch, type Explain, extentLength, type Turns } from './batch.ts'
import { type Column, columns, type Extent, specOf } from './columns.ts'
import { generated } from './episode.ts'
import { unreachable } from './fail.ts'
import { mean, pick, sum } from './math.ts'

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

type Places = (extent: Extent) => readonly number[]

/** Indices of what belongs to these rollouts, by extent. Groups and turns without any of them are left out. */
function placesIn(batch: Batch, rows: readonly number[], token: readonly number[]): Places {
  const { turns, group, vocabulary = 0 } = batch
  const made = new Map<Extent, readonly number[]>()
  const make = (extent: Extent): readonly number[] => {
    switch (extent) {
      case 'rollout':
        return rows
      case 'token':
        return token
      case 'next':
        return token.flatMap(t => range(t * vocabulary, (t + 1) * vocabulary))
      case 'group':
        return [...new Set(rows.map(i => group[i]!))].sort((a, b) => a - b)
      case 'turn': {
        const kept = new Set(rows)
        return range(0, turns?.rollout.length ?? 0).filter(turn => kept.has(turns!.rollout[turn]!))
      }
    }
    return unreachable(extent, 'scored.places')
  }
  return extent => {
    const places = made.get(extent) ?? make(extent)
    made.set(extent, places)
    return places
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k)
const inverse = (places: readonly number[]) => new Map(places.map((place, at) => [place, at]))
const gather = (values: Float32Array, places: readonly number[]) => Float32Array.from(places, at => values[at]!)

function turnsOf(turns: Turns, places: Places): Turns {
  const rowAt = inverse(places('rollout'))
  const token = places('token')
  // Tokens before each place, counted once: turns are as many as tokens at worst.
  const before = new Map<number, number>()
  let count = 0
  for (const place of [...new Set([...turns.start, ...turns.end])].sort((a, b) => a - b)) {
    while (count < token.length && token[count]! < place) count++
    before.set(place, count)
  }
  return {
    rollout: Int32Array.from(places('turn'), turn => rowAt.get(turns.rollout[turn]!)!),
    start: Int32Array.from(places('turn'), turn => before.get(turns.start[turn]!)!),
    end: Int32Array.from(places('turn'), turn => before.get(turns.end[turn]!)!),
  }
}

/** The rollouts `rows` (ascending) alone, with all their tokens or the generated ones; the batch itself when that is all. */
export function partOf<B extends Batch>(
  batch: B,
  rows: readonly number[],
  tokens: 'all' | 'generated' = 'all',
): Part<B> {
  const hasHoles = tokens === 'generated' && (batch.mask?.includes(0) ?? false)
  if (rows.length === batch.rollouts && !hasHoles) return { batch, back: (_, values) => values }
  const tokensOf = (i: number) =>
    hasHoles ? generated(batch, i) : range(batch.tokenStart[i]!, batch.tokenStart[i + 1]!)
  const places = placesIn(batch, rows, rows.flatMap(tokensOf))
  const taken = columns.flatMap((column): [Column, Float32Array][] => {
    const values = batch[column]
    return values ? [[column, gather(values, places(specOf(column).extent))]] : []
  })
  const { rewardParts, turns, answer } = batch
  const groupAt = inverse(places('group'))
  const tokenStart = [0]
  for (const i of rows) tokenStart.push(tokenStart.at(-1)! + tokensOf(i).length)
  const part = {
    ...batch,
    ...Object.fromEntries(taken),
    rollouts: rows.length,
    groups: places('group').length,
    group: Int32Array.from(rows, i => groupAt.get(batch.group[i]!)!),
    reward: gather(batch.reward, rows),
    tokenStart: Int32Array.from(tokenStart),
    token: Int32Array.from(places('token'), t => batch.token[t]!),
    ...(rewardParts && {
      rewardParts: Object.fromEntries(Object.entries(rewardParts).map(([name, part]) => [name, gather(part, rows)])),
    }),
    ...(turns && { turns: turnsOf(turns, places) }),
    ...(answer && { answer: rows.map(i => answer[i]!) }),
  }
  const back = (extent: Extent, values: Float32Array, elsewhere = 0): Float32Array => {
    const whole = new Float32Array(extentLength(batch, extent)).fill(elsewhere)
    places(extent).forEach((place, at) => {
      whole[place] = values[at]!
    })
    return whole
  }
  return { batch: part, back }
}

/** [n] the first sample of the rollout that each sample is a part of; keys hold within a group. */
function firstSamples(group: Int32Array, rollout: Float32Array): number[] {
  const first = new Map<string, number>()
  return Array.from(rollout, (key, i) => {
    const name = `${group[i]} ${key}`
    const known = first.get(name) ?? i
    first.set(name, known)
    return known
  })
}

/**
 * The part with one row per rollout: where the batch says which samples are of one `rollout`, their first stands for all,
 * with the mean of their rewards, so that a rollout counts once in every baseline and spread however many samples it was
 * split into. On the way back each of them gets what their rollout got; what is told of tokens stays at the first.
 */
export function oneEach<B extends Batch>(part: Part<B>): Part<B> {
  const { group, rollout, reward, rewardParts } = part.batch
  if (!rollout) return part
  const first = firstSamples(group, rollout)
  const rows = [...new Set(first)]
  if (rows.length === first.length) return part
  const samples = new Map(rows.map((row): [number, number[]] => [row, []]))
  first.forEach((row, i) => {
    samples.get(row)!.push(i)
  })
  const shared = (values: Float32Array) => Float32Array.from(first, row => mean(pick(values, samples.get(row)!)))
  const joined = {
    ...part.batch,
    reward: shared(reward),
    ...(rewardParts && {
      rewardParts: Object.fromEntries(Object.entries(rewardParts).map(([name, values]) => [name, shared(values)])),
    }),
  }
  const { batch, back } = partOf(joined, rows)
  return {
    batch,
    back: (extent, values, elsewhere) => {
      const own = back(extent, values, elsewhere)
      return part.back(extent, extent === 'rollout' ? Float32Array.from(first, row => own[row]!) : own, elsewhere)
    },
  }
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
