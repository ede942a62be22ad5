import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import { fail } from '../core/fail.ts'
import type { Picture } from '../core/picture.ts'
import { drawInteger } from '../core/rng.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

const letters = ['a', 'b', 'c', 'd'] as const
const most = letters.length
const table = -1
/** Moves by token: every block onto the table and onto every other block. A prompt says with them what lies on what. */
const moves = letters.flatMap((_, block) =>
  [table, ...letters.keys()].filter(onto => onto !== block).map(onto => ({ block, onto })),
)
const textOfMove = ({ block, onto }: Move) => `${letters[block]}→${letters[onto] ?? 'table'}`
const [done, stuck] = [moves.length, moves.length + 1] as const
const vocabulary = [...moves.map(move => ` ${textOfMove(move)}`), ' done', ' stuck']
const V = vocabulary.length

interface Move {
  readonly block: number
  readonly onto: number
}
const tokenOf = ({ block, onto }: Move): number => moves.findIndex(move => move.block === block && move.onto === onto)

const rules: Readonly<Record<string, { readonly blocks: number; readonly turns: number }>> = {
  easy: { blocks: 3, turns: 5 },
  medium: { blocks: 4, turns: 6 },
}
const rulesOf = ({ id, maxResponse }: Level) => rules[id] ?? { blocks: most, turns: maxResponse / 2 }

const levels: readonly Level[] = (
  [
    ['easy', '3 blocks, 5 moves', 'Thirteen arrangements; every one can be reached in four moves.', 24],
    ['medium', '4 blocks, 6 moves', '73 arrangements, and up to hundreds of plans for one goal.', 64],
  ] as const
).map(([id, title, note, pool]) => ({
  id,
  title,
  note,
  // A word of the world after each move.
  maxResponse: 2 * (rules[id]?.turns ?? 0),
  maxPrompt: 2 * (rules[id]?.blocks ?? 0),
  policies: ['tabular'],
  pool,
}))

/** Per block what it lies on: another block, or the table. */
type Arrangement = readonly number[]

const isClear = (at: Arrangement, block: number): boolean => !at.includes(block)
const canMove = (at: Arrangement, { block, onto }: Move): boolean =>
  block < at.length &&
  onto < at.length &&
  isClear(at, block) &&
  (onto === table || isClear(at, onto)) &&
  at[block] !== onto
const moved = (at: Arrangement, { block, onto }: Move): Arrangement => at.with(block, onto)

/** Everything there is to know about so many blocks: arrangements, moves between them, and how far apart they are. */
interface Space {
  readonly all: readonly Arrangement[]
  readonly indexOf: (at: Arrangement) => number
  /** Per arrangement: token and arrangement that follows, of the moves that can be made. */
  readonly next: readonly (readonly { readonly token: number; readonly to: number }[])[]
  /** [from][to] fewest moves. */
  readonly distance: readonly Int32Array[]
  /** Problems: pairs of arrangements that are some moves apart. */
  readonly pairs: readonly { readonly start: number; readonly goal: number }[]
}

function spaceOf(blocks: number, turns: number): Space {
  const all: Arrangement[] = [Array.from({ length: blocks }, () => table)]
  const known = new Map(all.map((at, index) => [at.join(), index]))
  const next: { readonly token: number; readonly to: number }[][] = []
  for (let from = 0; from < all.length; from++) {
    const at = all[from]!
    const possible = moves.flatMap((move, token) => (canMove(at, move) ? [{ token, to: moved(at, move) }] : []))
    for (const { to } of possible) if (!known.has(to.join())) known.set(to.join(), all.push(to) - 1)
    next.push(possible.map(({ token, to }) => ({ token, to: known.get(to.join()) ?? 0 })))
  }
  const distance = all.map((_, from) => distancesFrom(from, next))
  const pairs = all.flatMap((_, start) =>
    all.flatMap((_, goal) => {
      const apart = distance[start]![goal]!
      return apart >= 2 && apart <= turns - 2 ? [{ start, goal }] : []
    }),
  )
  const indexOf = (at: Arrangement): number =>
    known.get(at.join()) ?? fail('blocks-world', 'an arrangement of its blocks', at.join(), 'Stack every block once.')
  return { all, indexOf, next, distance, pairs }
}

function distancesFrom(from: number, next: Space['next']): Int32Array {
  const distance = new Int32Array(next.length).fill(-1)
  distance[from] = 0
  const queue = [from]
  for (const at of queue) {
    for (const { to } of next[at]!) {
      if (distance[to] !== -1) continue
      distance[to] = distance[at]! + 1
      queue.push(to)
    }
  }
  return distance
}

const spaces = new Map<string, Space>()
/** Made once per level, when first asked for. */
function spaceIn(level: Level): Space {
  const { blocks, turns } = rulesOf(level)
  const known = spaces.get(level.id) ?? spaceOf(blocks, turns)
  spaces.set(level.id, known)
  return known
}

/** The arrangement now, and what is wanted: indices in the level's space. */
interface Site {
  readonly level: Level
  readonly at: number
  readonly goal: number
}
const endsOf = ({ data }: Problem) => ({ start: Number(data.start), goal: Number(data.goal) })
const isBuilt = ({ at, goal }: Site): boolean => at === goal

const world: World = {
  end: undefined,
  episodes: episodes<Site>({
    begin: (level, problem) => ({ level, at: endsOf(problem).start, goal: endsOf(problem).goal }),
    after: (site, [token = 0]) => {
      const move = spaceIn(site.level).next[site.at]!.find(known => known.token === token)
      const state = move ? { ...site, at: move.to } : site
      const over = isBuilt(state)
      return { state, says: over ? [] : [move ? done : stuck], reward: 0, over }
    },
    keyOf: ({ level, at }) => describe(spaceIn(level).all[at]!),
  }),
}

/** Stacks from the table upwards, by their lowest blocks. */
function stacksOf(at: Arrangement): readonly (readonly number[])[] {
  return [...at.keys()]
    .filter(block => at[block] === table)
    .map(block => {
      const stack = [block]
      for (let above = at.indexOf(block); above >= 0; above = at.indexOf(above)) stack.push(above)
      return stack
    })
}
const describe = (at: Arrangement): string =>
  stacksOf(at)
    .map(stack => stack.map(block => letters[block]).join(''))
    .join(' ')

const after = (level: Level, problem: Problem, response: readonly number[]): Site =>
  readDialogue(world, level, problem, response).state() as Site

/** The moves that were carried out, those that led back to where one had been left out. */
function planOf(level: Level, problem: Problem, response: readonly number[]): number[] {
  const { next } = spaceIn(level)
  let been = [endsOf(problem).start]
  let plan: number[] = []
  for (const { start } of readDialogue(world, level, problem, response).turns()) {
    const move = next[been.at(-1)!]!.find(({ token }) => token === response[start])
    if (!move) continue
    const before = been.indexOf(move.to)
    been = before >= 0 ? been.slice(0, before + 1) : [...been, move.to]
    plan = before >= 0 ? plan.slice(0, before) : [...plan, move.token]
  }
  return plan
}
const planText = (plan: readonly number[]): string => plan.map(token => textOfMove(moves[token]!)).join(', ')

/** Every plan without a loop that reaches the goal in time. */
function plansOf(level: Level, problem: Problem): readonly (readonly number[])[] {
  const { next, distance } = spaceIn(level)
  const { start, goal } = endsOf(problem)
  const plans: number[][] = []
  const walk = (been: readonly number[], plan: readonly number[]) => {
    const at = been.at(-1)!
    if (at === goal) return plans.push([...plan])
    for (const { token, to } of next[at]!) {
      const isInTime = plan.length + 1 + distance[to]![goal]! <= rulesOf(level).turns
      if (isInTime && !been.includes(to)) walk([...been, to], [...plan, token])
    }
  }
  walk([start], [])
  return plans
}

/** How many blocks lie where the goal wants them, and on nothing misplaced. */
function placed(at: Arrangement, goal: Arrangement): number {
  const isPlaced = (block: number): boolean =>
    at[block] === goal[block] && (at[block] === table || isPlaced(at[block]!))
  return [...at.keys()].filter(isPlaced).length
}

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const { all } = spaceIn(level)
  const { at, goal } = after(level, problem, response)
  const { blocks } = rulesOf(level)
  const drawn = (arrangement: Arrangement, left: number, role: string) =>
    stacksOf(arrangement).flatMap(stack =>
      stack.map((block, height) => ({
        x: left + stack[0]!,
        y: blocks - 1 - height,
        label: letters[block] ?? '?',
        role,
      })),
    )
  return {
    kind: 'grid',
    width: 2 * blocks + 1,
    height: blocks,
    cells: [
      ...drawn(all[at]!, 0, 'agent'),
      { x: blocks, y: blocks - 1, label: '→', role: '' },
      ...drawn(all[goal]!, blocks + 1, 'goal'),
    ],
  }
}

/**
 * Blocks on a table are to be stacked anew, one move at a turn. Many plans lead to one goal, and all of them can be listed:
 * the world for asking whether a method keeps several ways open.
 */
export default defineTask({
  id: 'blocks-world',
  title: 'Blocks',
  description:
    'Move blocks one at a time until they are stacked as wanted; only that is paid. The world says after every move whether it could be made. Many plans lead to a goal, and all of them are known: made for seeing whether a policy keeps more than one.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  forbidden: [done, stuck],
  problem(level, seed, index) {
    const { all, pairs } = spaceIn(level)
    const { start, goal } = pairs[placeOf(level.pool, pairs.length, seed, index)] ?? { start: 0, goal: 0 }
    const said = (at: Arrangement) => at.map((onto, block) => tokenOf({ block, onto }))
    return {
      index,
      prompt: [...said(all[start]!), ...said(all[goal]!)],
      text: `From ${describe(all[start]!)} to ${describe(all[goal]!)}`,
      data: { start, goal },
    }
  },
  verify(level, problem, response) {
    const site = after(level, problem, response)
    const plan = planOf(level, problem, response)
    if (isBuilt(site)) {
      const { length } = readDialogue(world, level, problem, response).turns()
      return { reward: 1, correct: true, answer: planText(plan), note: `Built after ${length} moves.` }
    }
    const { all } = spaceIn(level)
    const right = placed(all[site.at]!, all[site.goal]!)
    const note = `Not built: ${right} of ${rulesOf(level).blocks} blocks in place.`
    return { reward: 0, correct: false, answer: '', note }
  },
  reference(level, problem, draw) {
    const { next, distance } = spaceIn(level)
    const { start, goal } = endsOf(problem)
    const response: number[] = []
    for (let at = start; at !== goal; ) {
      const nearer = next[at]!.filter(({ to }) => distance[to]![goal]! < distance[at]![goal]!)
      const { token, to } = nearer[drawInteger(draw, nearer.length)]!
      response.push(token)
      response.push(...readDialogue(world, level, problem, response).owed())
      at = to
    }
    return response
  },
  // It knows what can be moved, but not what for.
  startLogits(level) {
    const { all, next } = spaceIn(level)
    const logits = new Float32Array(all.length ** 2 * V).fill(-4)
    for (let row = 0; row < all.length ** 2; row++)
      for (const { token } of next[row % all.length]!) logits[row * V + token] = 0
    return logits
  },
  correctAnswers: (level, problem) => plansOf(level, problem).map(planText),
  rows: level => {
    const { all } = spaceIn(level)
    return rowsByState(world, level, all.length ** 2, (problem, state) => {
      const { at } = state as Site
      return endsOf(problem).goal * all.length + at
    })
  },
  enumeration: level => ({
    states: spaceIn(level).all.length,
    stateOf: (problem, response) => after(level, problem, response).at,
  }),
  readAs(level, problem, response) {
    const { all } = spaceIn(level)
    const { at, goal } = after(level, problem, response)
    const made = planText(planOf(level, problem, response)) || 'no move that counts'
    return `${made}: ${isBuilt({ level, at, goal }) ? 'built' : `stands as ${describe(all[at]!)}`}`
  },
  picture,
})
