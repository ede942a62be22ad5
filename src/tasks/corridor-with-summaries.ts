import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import type { Picture } from '../core/picture.ts'
import { drawInteger } from '../core/rng.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

const signs = ['red', 'green', 'blue', 'yellow'] as const
const kinds = signs.length
/** The walks that fit into a context. */
const windowLength = 2
const mostWindows = 3
const list = (text: (k: number) => string) => Array.from({ length: kinds }, (_, k) => text(k))
const walk = 0
const [firstNote, firstDoor, firstSign] = [1, 1 + kinds, 1 + 2 * kinds] as const
/** What else the world says: a bare wall, a full context, a new one, the doors, and that nothing came of a turn. */
const [wall, full, fresh, doors, nothing] = [0, 1, 2, 3, 4].map(k => firstSign + kinds + k) as [
  number,
  number,
  number,
  number,
  number,
]
const firstCorridor = nothing + 1
const mostCorridors = kinds * mostWindows
const vocabulary = [
  ' walk',
  ...list(k => ` note ${'ABCD'[k]}`),
  ...list(k => ` ${signs[k]} door`),
  ...list(k => ` a ${signs[k]} sign`),
  ...[' a wall', ' context full', ' new context', ' doors', ' nothing'],
  ...Array.from({ length: mostCorridors }, (_, i) => `corridor ${i + 1}`),
]
const V = vocabulary.length

const rules: Readonly<Record<string, { readonly windows: number; readonly isAnywhere: boolean }>> = {
  easy: { windows: 1, isAnywhere: false },
  medium: { windows: mostWindows, isAnywhere: false },
  hard: { windows: mostWindows, isAnywhere: true },
}
const rulesOf = ({ id }: Level) => rules[id] ?? { windows: mostWindows, isAnywhere: true }
/** Turns that may be wasted before time is up. */
const slack = 2

const levels: readonly Level[] = (
  [
    ['easy', 'One summary', 'The sign is seen in the first of two contexts.'],
    ['medium', 'Three summaries', 'What the first summary says must be copied twice.'],
    ['hard', 'Three summaries, sign anywhere', 'A summary must keep what is known, until there is something to know.'],
  ] as const
).map(([id, title, note]) => {
  const { windows, isAnywhere } = rulesOf({ id } as Level)
  return {
    id,
    title,
    note,
    // Each context: walks and what they show, that it is full, the summary, the new one. Then the doors and one of them.
    maxResponse: windows * (2 * windowLength + 3) + 2 + 2 * slack,
    maxPrompt: 1,
    policies: ['tabular'],
    pool: kinds * (isAnywhere ? windows : 1),
  }
})

interface Corridor {
  readonly sign: number
  /** Steps before the sign is seen. */
  readonly before: number
  readonly windows: number
  /** Contexts that are over. */
  readonly summaries: number
  /** Walks in this context. */
  readonly steps: number
  /** The sign that stands in this context, and what the last summary says; undefined: none. */
  readonly seen: number | undefined
  readonly note: number | undefined
  readonly opened: number | undefined
}
const signOf = ({ data }: Problem) => ({ sign: Number(data.sign), before: Number(data.before) })
const isAtDoors = ({ summaries, windows }: Corridor): boolean => summaries === windows
const isFull = (state: Corridor): boolean => !isAtDoors(state) && state.steps === windowLength

const among = (token: number, first: number): number | undefined =>
  token >= first && token < first + kinds ? token - first : undefined

interface Answer {
  readonly state: Corridor
  readonly says: readonly number[]
}

function walked(state: Corridor): Answer {
  const isHere = state.summaries * windowLength + state.steps === state.before
  const next = { ...state, steps: state.steps + 1, seen: isHere ? state.sign : state.seen }
  return { state: next, says: [isHere ? firstSign + state.sign : wall, ...(isFull(next) ? [full] : [])] }
}

/** All that stood in the context is gone but the note; whatever is said instead of one is an empty summary. */
function summarised(state: Corridor, token: number): Answer {
  const next = { ...state, summaries: state.summaries + 1, steps: 0, seen: undefined, note: among(token, firstNote) }
  return { state: next, says: [fresh, ...(isAtDoors(next) ? [doors] : [])] }
}

const world: World = {
  end: undefined,
  episodes: episodes<Corridor>({
    begin: (level, problem) => ({
      ...signOf(problem),
      windows: rulesOf(level).windows,
      ...{ summaries: 0, steps: 0, seen: undefined, note: undefined, opened: undefined },
    }),
    after: (state, [token = walk]) => {
      const door = among(token, firstDoor)
      if (isAtDoors(state) && door !== undefined) {
        return { state: { ...state, opened: door }, says: [], reward: 0, over: true }
      }
      const idle = { state, says: [nothing] }
      const answer = isFull(state)
        ? summarised(state, token)
        : token === walk && !isAtDoors(state)
          ? walked(state)
          : idle
      return { ...answer, reward: 0, over: false }
    },
    keyOf: state => `context ${state.summaries + 1}: ${contextOf(state)}`,
  }),
}

/** What stands in the context now. */
function contextOf(state: Corridor): string {
  const note = state.note === undefined ? 'no note' : `note ${'ABCD'[state.note]}`
  const seen = state.seen === undefined ? '' : `, a ${signs[state.seen]} sign`
  return `${note}${seen}, ${isAtDoors(state) ? 'at the doors' : `${state.steps} of ${windowLength} steps`}`
}

const read = (level: Level, problem: Problem, response: readonly number[]) => {
  const dialogue = readDialogue(world, level, problem, response)
  return { dialogue, state: dialogue.state() as Corridor }
}

/** What the policy can tell apart: what stands in its context, and nothing from before. */
const contexts = (windowLength + 2) * (kinds + 1) ** 2
const contextIn = (state: unknown): number => {
  const { steps, seen = kinds, note = kinds, ...rest } = state as Corridor
  const place = rest.summaries === rest.windows ? windowLength + 1 : steps
  return (place * (kinds + 1) + seen) * (kinds + 1) + note
}
const statesOf = (level: Level): number => contexts * (rulesOf(level).windows + 1) * (kinds + 1)

/** What the first table is likely to say: a walk, a note where one is asked for, a door where they are. */
function isFitting(context: number, token: number): boolean {
  const place = Math.floor(context / (kinds + 1) ** 2)
  if (place < windowLength) return token === walk
  return among(token, place === windowLength ? firstNote : firstDoor) !== undefined
}

const judgedIn = ({ opened, sign }: Corridor) => (opened === undefined ? 'open' : opened === sign ? 'right' : 'wrong')

/** One line per context: what it held, and the summary that was made of it. */
function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const { state } = read(level, problem, response)
  const cuts = response.flatMap((token, t) => (token === fresh ? [t] : []))
  const starts = [0, ...cuts].filter(start => start < response.length)
  const lines = starts.map((start, context) => {
    const own = response.slice(start, starts[context + 1])
    const text = own.map(token => vocabulary[token]).join('')
    const isLast = context === starts.length - 1
    const judged = isLast ? judgedIn(state) : 'open'
    return { text: text.trim(), state: judged, note: `context ${context + 1}` } as const
  })
  return { kind: 'lines', lines, goal: problem.text }
}

/**
 * A corridor longer than the context: a sign says which door is right, and when the doors come it has long been forgotten.
 * Only what the policy itself wrote as a summary is still known. Which note stands for which sign it must agree on with
 * itself, since notes mean nothing beforehand.
 */
export default defineTask({
  id: 'corridor-with-summaries',
  title: 'Corridor',
  description:
    'Walk a corridor, see the colour of a sign, and open the door of that colour at the end; only that is paid. Two steps fill the context: then one note is written, and all else is forgotten. Made for summaries that are learned.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  forbidden: vocabulary.map((_, id) => id).slice(firstSign),
  problem(level, seed, index) {
    const place = placeOf(level.pool, level.pool, seed, index)
    const corridor = index % level.pool
    return {
      index,
      prompt: [firstCorridor + corridor],
      text: `Corridor ${corridor + 1}: open the door of the sign’s colour`,
      data: { sign: place % kinds, before: Math.floor(place / kinds) * windowLength },
    }
  },
  verify(level, problem, response) {
    const { sign, opened, summaries } = read(level, problem, response).state
    if (opened === undefined) {
      const note = `Opens no door; ${summaries === 1 ? '1 summary' : `${summaries} summaries`} written.`
      return { reward: 0, correct: false, answer: '', note }
    }
    const correct = opened === sign
    const note = correct ? `The ${signs[opened]} door is right.` : `The ${signs[opened]} door is wrong: ${signs[sign]}.`
    return { reward: correct ? 1 : 0, correct, answer: `${signs[opened]}`, note }
  },
  reference(level, problem, draw) {
    const response: number[] = []
    for (;;) {
      const { state } = read(level, problem, response)
      if (isAtDoors(state)) return [...response, firstDoor + state.sign]
      const note = state.seen ?? state.note ?? drawInteger(draw, kinds)
      response.push(isFull(state) ? firstNote + note : walk)
      response.push(...readDialogue(world, level, problem, response).owed())
    }
  },
  startLogits() {
    const logits = new Float32Array(contexts * V)
    for (let context = 0; context < contexts; context++)
      for (let token = 0; token < firstSign; token++) logits[context * V + token] = isFitting(context, token) ? 0 : -4
    return logits
  },
  rows: level => rowsByState(world, level, contexts, (_problem, state) => contextIn(state)),
  enumeration: level => ({
    states: statesOf(level),
    stateOf: (problem, response) => {
      const { state } = read(level, problem, response)
      const place = contextIn(state) * (rulesOf(level).windows + 1) + state.summaries
      return place * (kinds + 1) + (state.opened ?? kinds)
    },
  }),
  readAs(level, problem, response) {
    const { state } = read(level, problem, response)
    return state.opened === undefined ? contextOf(state) : `opens the ${signs[state.opened]} door`
  },
  picture,
})
