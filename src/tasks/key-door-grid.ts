import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import type { Picture } from '../core/picture.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

/** Moves, by token. */
const moves = [
  { sign: '↑', dx: 0, dy: -1 },
  { sign: '→', dx: 1, dy: 0 },
  { sign: '↓', dx: 0, dy: 1 },
  { sign: '←', dx: -1, dy: 0 },
] as const
const widest = 5
const cells = widest ** 2
const nameOf = (cell: number) => `${'abcde'[cell % widest]}${Math.floor(cell / widest) + 1}`
const names = Array.from({ length: cells }, (_, cell) => nameOf(cell))
/** Moves; cells, as the world names where one stands; the same with the key in hand. */
const vocabulary = [...moves.map(({ sign }) => sign), ...names, ...names.map(name => name.toUpperCase())]
const cellToken = (cell: number, hasKey: boolean) => moves.length + cell + (hasKey ? cells : 0)

/** Side of the square, and turns until the world ends the episode. */
const rules: Readonly<Record<string, { readonly side: number; readonly turns: number }>> = {
  easy: { side: 3, turns: 12 },
  medium: { side: 4, turns: 24 },
  hard: { side: 5, turns: 40 },
}
const rulesOf = (level: Level) => rules[level.id] ?? { side: widest, turns: level.maxResponse / 2 }

const levels: readonly Level[] = (
  [
    ['easy', '3 × 3, 12 turns', 'Small enough to meet the door by chance.'],
    ['medium', '4 × 4, 24 turns', 'Half of the way must be found before any of it is paid.'],
    ['hard', '5 × 5, 40 turns', 'A random walk rarely finds key and door; the shortest way takes 12 turns.'],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  // A word of the world after each turn.
  maxResponse: 2 * (rules[id]?.turns ?? 0),
  maxPrompt: 3,
  policies: ['tabular'],
  pool: 2,
}))

/** Where things are; cells are numbered in rows of `widest`. */
interface Grid {
  readonly side: number
  readonly cell: number
  readonly key: number
  readonly door: number
  readonly hasKey: boolean
}

const placesOf = ({ data }: Problem) => ({ start: Number(data.start), key: Number(data.key), door: Number(data.door) })

function step(grid: Grid, move: number): Grid {
  const { dx, dy } = moves[move] ?? { dx: 0, dy: 0 }
  const [x, y] = [(grid.cell % widest) + dx, Math.floor(grid.cell / widest) + dy]
  const isInside = x >= 0 && y >= 0 && x < grid.side && y < grid.side
  const cell = isInside ? widest * y + x : grid.cell
  return { ...grid, cell, hasKey: grid.hasKey || cell === grid.key }
}
const isHome = ({ cell, door, hasKey }: Grid): boolean => hasKey && cell === door

const world: World = {
  end: undefined,
  episodes: episodes<Grid>({
    begin: (level, problem) => {
      const { start, key, door } = placesOf(problem)
      return { side: rulesOf(level).side, cell: start, key, door, hasKey: false }
    },
    after: (grid, [move = 0]) => {
      const state = step(grid, move)
      const over = isHome(state)
      return { state, says: over ? [] : [cellToken(state.cell, state.hasKey)], reward: 0, over }
    },
    // As who looks at the map would say: whether the key still lies there, or fits already, is not asked.
    subgoalOf: ({ cell, key, door }) => (cell === key ? 1 : cell === door ? 2 : 0),
    keyOf: ({ cell, hasKey }) => `${nameOf(cell)}${hasKey ? ' with the key' : ''}`,
  }),
}

/** The world after a response. */
const after = (level: Level, problem: Problem, response: readonly number[]): Grid =>
  readDialogue(world, level, problem, response).state() as Grid

const movesIn = (level: Level, problem: Problem, response: readonly number[]): number[] =>
  readDialogue(world, level, problem, response)
    .turns()
    .map(({ start }) => response[start]!)

/** Moves along one shortest way between two cells, upright first or last as `draw` says. */
function way(from: number, to: number, isUprightFirst: boolean): number[] {
  const dx = (to % widest) - (from % widest)
  const dy = Math.floor(to / widest) - Math.floor(from / widest)
  const across = Array.from({ length: Math.abs(dx) }, () => (dx > 0 ? 1 : 3))
  const upright = Array.from({ length: Math.abs(dy) }, () => (dy > 0 ? 2 : 0))
  return isUprightFirst ? [...upright, ...across] : [...across, ...upright]
}

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const { side } = rulesOf(level)
  const { start, key, door } = placesOf(problem)
  const at = after(level, problem, response)
  let grid: Grid = { side, cell: start, key, door, hasKey: false }
  const visited = new Set([start])
  for (const move of movesIn(level, problem, response)) {
    grid = step(grid, move)
    visited.add(grid.cell)
  }
  const roleOf = (cell: number) => {
    if (cell === at.cell) return { role: 'player', label: at.hasKey ? '⚷' : '●' }
    if (cell === key && !at.hasKey) return { role: 'key', label: '⚷' }
    if (cell === door) return { role: 'door', label: '▯' }
    return visited.has(cell) ? { role: 'visited', label: '·' } : { role: '', label: '' }
  }
  const all = Array.from({ length: side ** 2 }, (_, i) => ({ x: i % side, y: Math.floor(i / side) }))
  return {
    kind: 'grid',
    width: side,
    height: side,
    cells: all.map(({ x, y }) => ({ x, y, ...roleOf(widest * y + x) })),
  }
}

/** States of one problem: every cell, without the key and with it. */
const states = 2 * cells
const stateIn = (state: unknown): number => {
  const { cell, hasKey } = state as Grid
  return cell + (hasKey ? cells : 0)
}

/**
 * Fetch a key, then open a door: the grid on which step-level credit is told from credit of whole episodes. The world
 * answers every move by the name of the cell; states are met again and again.
 */
export default defineTask({
  id: 'key-door-grid',
  title: 'Key and door',
  description:
    'An agent moves on a grid, fetches a key in one corner, and opens a door in another; only that is paid. The world answers every move by the cell where it stands, in capitals once it has the key. Made for credit turn by turn.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  forbidden: vocabulary.map((_, id) => id).slice(moves.length),
  problem(level, seed, index) {
    const place = placeOf(level.pool, level.pool, seed, index)
    const last = rulesOf(level).side - 1
    const [right, below] = [last, widest * last]
    const [start, key, door] = place === 0 ? [0, right, below] : [right + below, below, right]
    const data = { start: start ?? 0, key: key ?? 0, door: door ?? 0, place }
    const prompt = [cellToken(data.start, false), cellToken(data.key, true), cellToken(data.door, false)]
    const text = `From ${nameOf(data.start)}: key at ${nameOf(data.key)}, door at ${nameOf(data.door)}`
    return { index, prompt, text, data }
  },
  verify(level, problem, response) {
    const made = movesIn(level, problem, response).length
    const grid = after(level, problem, response)
    if (isHome(grid)) {
      return { reward: 1, correct: true, answer: `${made} moves`, note: `Opens the door after ${made} moves.` }
    }
    const note = grid.hasKey ? 'Has the key, but not the door.' : 'Never finds the key.'
    return { reward: 0, correct: false, answer: '', note }
  },
  reference(level, problem, draw) {
    const { start, key, door } = placesOf(problem)
    const path = [...way(start, key, draw() < 0.5), ...way(key, door, draw() < 0.5)]
    const response: number[] = []
    for (const move of path) {
      response.push(move)
      response.push(...readDialogue(world, level, problem, response).owed())
    }
    return response
  },
  rows: level =>
    rowsByState(world, level, level.pool * states, ({ data }, state) => Number(data.place) * states + stateIn(state)),
  enumeration: level => ({ states, stateOf: (problem, response) => stateIn(after(level, problem, response)) }),
  readAs(level, problem, response) {
    const { hasKey, cell } = after(level, problem, response)
    const made = movesIn(level, problem, response)
    const walked = made.map(move => moves[move]?.sign ?? '?').join('')
    const end = isHome(after(level, problem, response)) ? 'opens the door' : `stands at ${nameOf(cell)}`
    return `${walked}: ${hasKey ? 'takes the key, ' : ''}${end}`
  },
  picture,
})
