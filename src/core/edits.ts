/**
 * Changes to a Batch by hand: what would an estimator say if this reward, this length, this mask were another? Each edit
 * is data and a pure function of the batch, so that a list of them can be undone, done again and put into a test.
 */
import { type Awkward, awkwardGroup } from './awkward.ts'
import { type Batch, groupMembers, maskOf, type Turns, tokenCount } from './batch.ts'
import { type Column, columns, type Extent, specOf } from './columns.ts'
import { fail, unreachable } from './fail.ts'
import { clamp } from './math.ts'

export type Edit =
  | { readonly kind: 'reward'; readonly row: number; readonly value: number }
  | { readonly kind: 'duplicate' | 'remove'; readonly row: number }
  /** Cut to so many tokens, or lengthened by repeating the last one. */
  | { readonly kind: 'length'; readonly row: number; readonly length: number }
  /** Whether the policy wrote this token (position within the response). */
  | { readonly kind: 'mask'; readonly row: number; readonly token: number; readonly isOn: boolean }
  /** A new turn begins at this token (position within the response). */
  | { readonly kind: 'turn'; readonly row: number; readonly token: number }
  /** Another response of the group, of which only this is known: it ended so, and was paid so. */
  | {
      readonly kind: 'sibling'
      readonly group: number
      readonly tokens: readonly number[]
      readonly reward: number
      readonly correct: boolean
    }
  | { readonly kind: 'awkward'; readonly group: number; readonly which: Awkward; readonly seed: number }

/** The batch with one change. Fails where the row does not exist, or a group would lose its last response. */
export function applyEdit(batch: Batch, edit: Edit): Batch {
  if ('row' in edit && !(edit.row >= 0 && edit.row < batch.rollouts))
    fail('edit', `a response from 0 to ${batch.rollouts - 1}`, `${edit.row}`, 'Undo the edits before this one.')
  switch (edit.kind) {
    case 'reward':
      return rewarded(batch, edit.row, edit.value)
    case 'duplicate':
      return duplicated(batch, edit.row)
    case 'remove':
      return removed(batch, edit.row)
    case 'length':
      return resized(batch, edit.row, edit.length)
    case 'mask':
      return masked(batch, edit.row, edit.token, edit.isOn)
    case 'turn':
      return split(batch, edit.row, edit.token)
    case 'sibling':
      return joined(batch, edit)
    case 'awkward':
      return awkward(batch, edit.group, edit.which, edit.seed)
  }
  return unreachable(edit, 'edit')
}

export const applyEdits = (batch: Batch, edits: readonly Edit[]): Batch => edits.reduce(applyEdit, batch)

/** Edits that hold, oldest first, and those that were taken back, the newest last. */
export interface History {
  readonly done: readonly Edit[]
  readonly undone: readonly Edit[]
}
export const unedited: History = { done: [], undone: [] }

/** The next reward of the same response replaces the one before: a drag is one edit. */
export function withEdit({ done }: History, edit: Edit): History {
  const last = done.at(-1)
  const goesOn = last?.kind === 'reward' && edit.kind === 'reward' && last.row === edit.row
  return { done: [...(goesOn ? done.slice(0, -1) : done), edit], undone: [] }
}

export function undo({ done, undone }: History): History {
  const last = done.at(-1)
  return last ? { done: done.slice(0, -1), undone: [...undone, last] } : { done, undone }
}

export function redo({ done, undone }: History): History {
  const next = undone.at(-1)
  return next ? { done: [...done, next], undone: undone.slice(0, -1) } : { done, undone }
}

const replaced = (values: Float32Array, at: number, value: number): Float32Array => {
  const copy = values.slice()
  copy[at] = value
  return copy
}

/** Whether the verifier's word is all that is paid: then a new reward is a new word. */
const paysTheVerdict = ({ correct, reward }: Batch): boolean => correct?.every((word, i) => word === reward[i]) ?? false

/** What the reward gains or loses goes to its first part; where rewards are verdicts, so does the verdict. */
function rewarded(batch: Batch, row: number, value: number): Batch {
  const gain = value - batch.reward[row]!
  const [first] = Object.entries(batch.rewardParts ?? {})
  return {
    ...batch,
    reward: replaced(batch.reward, row, value),
    ...(first && {
      rewardParts: { ...batch.rewardParts, [first[0]]: replaced(first[1], row, first[1][row]! + gain) },
    }),
    ...(batch.correct && paysTheVerdict(batch) && { correct: replaced(batch.correct, row, value >= 0.5 ? 1 : 0) }),
  }
}

interface Pick {
  readonly row: number
  /** Positions in the batch, ascending; one may stand there several times. */
  readonly tokens: readonly number[]
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, k) => from + k)
const wholeRow = ({ tokenStart }: Batch, row: number): Pick => ({
  row,
  tokens: range(tokenStart[row]!, tokenStart[row + 1]!),
})
const allRows = (batch: Batch): Pick[] => range(0, batch.rollouts).map(row => wholeRow(batch, row))

function duplicated(batch: Batch, row: number): Batch {
  const picks = allRows(batch)
  picks.splice(row + 1, 0, wholeRow(batch, row))
  const made = rebuilt(batch, picks)
  // A response of its own, not a second sample of the same one.
  return made.rollout ? { ...made, rollout: replaced(made.rollout, row + 1, Math.max(...made.rollout) + 1) } : made
}

/** Columns that are known of a response of which only the end is known; the batch loses what it cannot say of all. */
const known: readonly Column[] = ['correct', 'mask', 'rollout']

/** The batch with one response more, at the end of its group. */
function joined(batch: Batch, { group, tokens, reward, correct }: Extract<Edit, { kind: 'sibling' }>): Batch {
  const last = groupMembers(batch)[group]?.at(-1)
  if (last === undefined || batch.turns) return batch
  const picks = allRows(batch)
  const model = batch.tokenStart[last]!
  picks.splice(last + 1, 0, { row: last, tokens: tokens.map(() => model) })
  const { answer: _, rewardParts: __, ...made } = rebuilt(batch, picks)
  const held = { ...made }
  for (const column of columns) if (!known.includes(column) && specOf(column).extent !== 'group') delete held[column]
  const row = last + 1
  const start = made.tokenStart[row]!
  const token = made.token.slice()
  token.set(tokens, start)
  return {
    ...held,
    token,
    reward: replaced(made.reward, row, reward),
    ...(made.correct && { correct: replaced(made.correct, row, correct ? 1 : 0) }),
    ...(made.mask && { mask: made.mask.map((on, t) => (t >= start && t < start + tokens.length ? 1 : on)) }),
    ...(made.rollout && { rollout: replaced(made.rollout, row, Math.max(...made.rollout) + 1) }),
  }
}

function removed(batch: Batch, row: number): Batch {
  const siblings = groupMembers(batch)[batch.group[row]!]?.length ?? 0
  if (siblings < 2) fail('edit', 'a group with another response', 'its only one', 'Choose another response.')
  return rebuilt(
    batch,
    allRows(batch).filter(pick => pick.row !== row),
  )
}

function resized(batch: Batch, row: number, length: number): Batch {
  const now = tokenCount(batch, row)
  if (now === 0) return batch
  const wanted = clamp(Math.round(length), 1, 4096)
  const start = batch.tokenStart[row]!
  const tokens = range(0, wanted).map(k => start + Math.min(k, now - 1))
  return rebuilt(
    batch,
    allRows(batch).map(pick => (pick.row === row ? { row, tokens } : pick)),
  )
}

/** The batch of these rows with these tokens; groups stay as they are numbered. */
function rebuilt(batch: Batch, picks: readonly Pick[]): Batch {
  const rows = picks.map(({ row }) => row)
  const token = picks.flatMap(({ tokens }) => tokens)
  const turns = batch.turns && turnsOf(batch.turns, picks)
  const placesOf = (extent: Extent): readonly number[] => {
    switch (extent) {
      case 'rollout':
        return rows
      case 'token':
        return token
      case 'group':
        return range(0, batch.groups)
      case 'turn':
        return turns?.from ?? []
      case 'next': {
        const width = batch.vocabulary ?? 0
        return token.flatMap(t => range(t * width, (t + 1) * width))
      }
    }
    return unreachable(extent, 'edit.columns')
  }
  const gather = (values: Float32Array, extent: Extent) => Float32Array.from(placesOf(extent), at => values[at]!)
  const held = columns.flatMap((column): [Column, Float32Array][] => {
    const values = batch[column]
    return values ? [[column, gather(values, specOf(column).extent)]] : []
  })
  const tokenStart = [0]
  for (const { tokens } of picks) tokenStart.push(tokenStart.at(-1)! + tokens.length)
  const { answer, rewardParts } = batch
  return {
    ...batch,
    ...Object.fromEntries(held),
    rollouts: rows.length,
    group: Int32Array.from(rows, row => batch.group[row]!),
    reward: gather(batch.reward, 'rollout'),
    tokenStart: Int32Array.from(tokenStart),
    token: Int32Array.from(token, t => batch.token[t]!),
    ...(answer && { answer: rows.map(row => answer[row]!) }),
    ...(rewardParts && {
      rewardParts: Object.fromEntries(
        Object.entries(rewardParts).map(([name, part]) => [name, gather(part, 'rollout')]),
      ),
    }),
    ...(turns && { turns: turns.turns }),
  }
}

/** Turns of the rows that are left, and which old turn each was. */
function turnsOf(
  { rollout, start, end }: Turns,
  picks: readonly Pick[],
): { readonly turns: Turns; readonly from: readonly number[] } {
  const made: { readonly row: number; readonly from: number; readonly start: number; readonly end: number }[] = []
  let offset = 0
  picks.forEach(({ row, tokens }, at) => {
    const before = (place: number) => offset + tokens.filter(token => token < place).length
    rollout.forEach((owner, turn) => {
      if (owner === row) made.push({ row: at, from: turn, start: before(start[turn]!), end: before(end[turn]!) })
    })
    offset += tokens.length
  })
  return {
    from: made.map(({ from }) => from),
    turns: {
      rollout: Int32Array.from(made, ({ row }) => row),
      start: Int32Array.from(made, turn => turn.start),
      end: Int32Array.from(made, turn => turn.end),
    },
  }
}

function masked(batch: Batch, row: number, token: number, isOn: boolean): Batch {
  if (!(token >= 0 && token < tokenCount(batch, row))) return batch
  return { ...batch, mask: replaced(maskOf(batch), batch.tokenStart[row]! + token, isOn ? 1 : 0) }
}

/** One turn per response where the batch knows none. */
const turnsIn = (batch: Batch): Turns =>
  batch.turns ?? {
    rollout: Int32Array.from(range(0, batch.rollouts)),
    start: batch.tokenStart.slice(0, -1),
    end: batch.tokenStart.slice(1),
  }

/** Cuts the turn that holds the token in two; both keep what was known of the whole, but for its reward, which ends it. */
function split(batch: Batch, row: number, token: number): Batch {
  const turns = turnsIn(batch)
  const at = batch.tokenStart[row]! + token
  const cut = turns.rollout.findIndex((owner, j) => owner === row && turns.start[j]! < at && at < turns.end[j]!)
  if (cut < 0) return batch.turns ? batch : { ...batch, turns }
  const order = [...turns.rollout.keys()].flatMap(j => (j === cut ? [j, j] : [j]))
  const [first, second] = [cut, cut + 1]
  const held = columns.flatMap((column): [Column, Float32Array][] => {
    const values = batch[column]
    return values && specOf(column).extent === 'turn' ? [[column, Float32Array.from(order, j => values[j]!)]] : []
  })
  const made: Batch = {
    ...batch,
    ...Object.fromEntries(held),
    turns: {
      rollout: Int32Array.from(order, j => turns.rollout[j]!),
      start: Int32Array.from(order, (j, k) => (k === second ? at : turns.start[j]!)),
      end: Int32Array.from(order, (j, k) => (k === first ? at : turns.end[j]!)),
    },
  }
  return made.turnReward ? { ...made, turnReward: replaced(made.turnReward, first, 0) } : made
}

/** One group made awkward; the others stay. */
function awkward(batch: Batch, group: number, which: Awkward, seed: number): Batch {
  const members = groupMembers(batch)[group] ?? []
  const made = awkwardGroup(which, members.length, seed)
  const paid = members.reduce((so, row, k) => rewarded(so, row, made.reward[k]!), batch)
  const { drift, length } = made
  const sized = length ? members.reduce((so, row, k) => resized(so, row, length[k]!), paid) : paid
  return drift ? drifted(sized, members, drift) : sized
}

/** The policy moved since it drew: `drift` of the logarithm at each token. */
function drifted(batch: Batch, members: readonly number[], drift: () => number): Batch {
  const oldLogp = batch.oldLogp ?? new Float32Array(batch.token.length).fill(-1)
  const logp = (batch.logp ?? oldLogp).slice()
  for (const row of members)
    for (let t = batch.tokenStart[row]!; t < batch.tokenStart[row + 1]!; t++)
      logp[t] = Math.min(0, oldLogp[t]! + drift())
  return { ...batch, oldLogp, logp, ratio: logp.map((value, t) => Math.exp(value - oldLogp[t]!)) }
}
