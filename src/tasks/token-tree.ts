import type { Picture, TreeNode } from '../core/picture.ts'
import { drawInteger, drawWeighted, purpose, stream } from '../core/rng.ts'
import { type Base, defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const letters = [...'ABCD']
const V = letters.length

interface Rules {
  readonly depth: number
  /** Letters of the prompt: depth - 1 moves, and the rest only tell prompts apart. */
  readonly prompt: number
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { depth: 3, prompt: 3 },
  medium: { depth: 3, prompt: 4 },
  hard: { depth: 5, prompt: 6 },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { depth: level.maxResponse, prompt: level.maxPrompt }

/** Share of prompts with one blocked way. Which prompts, and which way, follows no rule: it can only be tried out. */
const blockedShare = 0.6
/** How the base policy chooses its first letter, and how often it then moves as the prompt says. */
const ways: readonly number[] = [0.4, 0.3, 0.2, 0.1]
const skill: Readonly<Record<Base, number>> = { warm: 0.6, strong: 0.98 }

const levels: readonly Level[] = (
  [
    ['easy', '64 leaves, 64 prompts', 'Small enough for a table: every value is exact.', ['tabular', 'gpt-2x32'], 64],
    [
      'medium',
      '64 leaves, 256 prompts',
      'One network for many prompts: what helps most of them hurts the rest.',
      ['gpt-2x32', 'tabular'],
      256,
    ],
    [
      'hard',
      '1,024 leaves, 4,096 prompts',
      'Longer paths; the exceptions are too many to remember.',
      ['gpt-2x64'],
      512,
    ],
  ] as const
).map(([id, title, note, policies, pool]) => ({
  id,
  title,
  note,
  maxResponse: rules[id]?.depth ?? 0,
  maxPrompt: rules[id]?.prompt ?? 0,
  policies,
  bases: ['warm', 'strong'],
  pool,
}))

const contexts = (level: Level): number => V ** rulesOf(level).prompt
const promptOf = (level: Level, context: number): number[] => {
  const { prompt } = rulesOf(level)
  return Array.from({ length: prompt }, (_, i) => Math.floor(context / V ** (prompt - 1 - i)) % V)
}

/** First letters that can lead to a correct leaf. */
function openWays(seed: number, context: number): number[] {
  const draw = stream(seed, purpose.problem, context, V)
  const blocked = draw() < blockedShare ? drawInteger(draw, V) : -1
  return letters.flatMap((_, way) => (way === blocked ? [] : [way]))
}
const openOf = (problem: Problem): readonly number[] => {
  const { open } = problem.data
  return Array.isArray(open) ? open.map(Number) : []
}

/** The letter that the rule asks for at position `at` >= 1: the one before it, moved on by the prompt's letter. */
const moved = (prompt: readonly number[], before: number, at: number): number => (before + (prompt[at - 1] ?? 0)) % V

function leafFrom(level: Level, problem: Problem, way: number): number[] {
  const leaf = [way]
  while (leaf.length < rulesOf(level).depth) leaf.push(moved(problem.prompt, leaf.at(-1) ?? 0, leaf.length))
  return leaf
}

/** Position of the first letter after which no leaf is correct, or -1. */
const firstWrong = (problem: Problem, response: readonly number[]): number =>
  response.findIndex((letter, at) =>
    at === 0 ? !openOf(problem).includes(letter) : letter !== moved(problem.prompt, response[at - 1] ?? 0, at),
  )

/** [V] probabilities of the base policy after a partial response. */
function baseRow(prompt: readonly number[], response: readonly number[], base: Base): number[] {
  const before = response.at(-1)
  if (before === undefined) return [...ways]
  const right = moved(prompt, before, response.length)
  return letters.map((_, letter) => (letter === right ? skill[base] : (1 - skill[base]) / (V - 1)))
}

/** Number of a node: all shorter paths come first. */
const firstAt = (depth: number): number => (V ** depth - 1) / (V - 1)
const nodeOf = (response: readonly number[]): number =>
  firstAt(response.length) + response.reduce((number, letter) => number * V + letter, 0)
function pathOf(node: number): number[] {
  let depth = 0
  while (node >= firstAt(depth + 1)) depth++
  const place = node - firstAt(depth)
  return Array.from({ length: depth }, (_, i) => Math.floor(place / V ** (depth - 1 - i)) % V)
}

const nameOf = (path: readonly number[]): string => path.map(letter => letters[letter] ?? '?').join('')

/** Trees larger than this show only the paths to correct leaves, and the response's path with its siblings. */
const drawnWhole = 100

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const { depth } = rulesOf(level)
  const paths = new Map<number, readonly number[]>()
  const add = (path: readonly number[]) => {
    for (let end = 0; end <= path.length; end++) paths.set(nodeOf(path.slice(0, end)), path.slice(0, end))
  }
  for (const way of openOf(problem)) add(leafFrom(level, problem, way))
  for (let at = 0; at <= Math.min(response.length, depth - 1); at++) {
    for (let letter = 0; letter < V; letter++) add([...response.slice(0, at), letter])
  }
  if (firstAt(depth + 1) <= drawnWhole) for (let node = 0; node < firstAt(depth + 1); node++) add(pathOf(node))
  const nodes = [...paths].sort(([a], [b]) => a - b).map(([, path]) => treeNode(problem, path, depth, response))
  return { kind: 'tree', nodes }
}

function treeNode(problem: Problem, path: readonly number[], depth: number, response: readonly number[]): TreeNode {
  return {
    path: nameOf(path),
    label: nameOf(path.slice(-1)),
    parent: path.length === 0 ? undefined : nameOf(path.slice(0, -1)),
    kind: path.length < depth ? 'inner' : firstWrong(problem, path) < 0 ? 'correct' : 'wrong',
    visited: path.every((letter, at) => response[at] === letter),
  }
}

function judge(level: Level, problem: Problem, response: readonly number[]): string | undefined {
  const { depth } = rulesOf(level)
  if (response.length !== depth) return `Expected ${depth} letters, got ${response.length}.`
  const wrong = firstWrong(problem, response)
  if (wrong < 0) return undefined
  if (wrong === 0) return `Way ${nameOf(response.slice(0, 1))} is blocked for this prompt.`
  const want = nameOf([moved(problem.prompt, response[wrong - 1] ?? 0, wrong)])
  return `Letter ${wrong + 1} is ${nameOf(response.slice(wrong, wrong + 1))}; the rule asks for ${want}.`
}

/**
 * Several correct leaves per prompt, and exceptions. A method that only strengthens what succeeded drifts to one way
 * everywhere and loses the prompts where that way is blocked: pass@1 rises while pass@64 falls. The 4-ary tree of depth
 * 3 with one goal under each first letter is ROVER's toy (arXiv 2509.24981, section 3.1) made a function of the prompt.
 */
export default defineTask({
  id: 'token-tree',
  title: 'Token tree',
  description:
    'Choose a first letter, then move on by the letters of the prompt (A stays, B moves by one, C by two, D by three). Four ways lead to a correct leaf, but many prompts block one of them. Made for watching diversity: pass@1 against pass@k, and how many correct leaves survive.',
  levels,
  vocabulary: letters,
  end: undefined,
  problem(level, seed, index) {
    const context = placeOf(level.pool, contexts(level), seed, index)
    const prompt = promptOf(level, context)
    return { index, prompt, text: nameOf(prompt), data: { context, open: openWays(seed, context) } }
  },
  verify(level, problem, response) {
    const wrong = judge(level, problem, response)
    const answer = response.length === rulesOf(level).depth ? nameOf(response) : ''
    return wrong === undefined
      ? { reward: 1, correct: true, answer, note: `${answer} is a correct leaf.` }
      : { reward: 0, correct: false, answer, note: wrong }
  },
  reference(level, problem, draw) {
    const open = openOf(problem)
    return leafFrom(level, problem, open[drawInteger(draw, open.length)] ?? 0)
  },
  demonstrate(level, problem, base, draw) {
    const response: number[] = []
    while (response.length < rulesOf(level).depth) {
      response.push(drawWeighted(draw, baseRow(problem.prompt, response, base)))
    }
    return response
  },
  startLogits(level, _seed, base) {
    const inner = firstAt(rulesOf(level).depth)
    const table = new Float32Array(contexts(level) * inner * V)
    for (let context = 0; context < contexts(level); context++) {
      const prompt = promptOf(level, context)
      for (let node = 0; node < inner; node++) {
        const row = baseRow(prompt, pathOf(node), base)
        table.set(row.map(Math.log), (context * inner + node) * V)
      }
    }
    return table
  },
  correctAnswers: (level, problem) => openOf(problem).map(way => nameOf(leafFrom(level, problem, way))),
  rows: level => {
    const { depth } = rulesOf(level)
    const inner = firstAt(depth)
    return {
      count: contexts(level) * inner,
      rowOf: (problem, response) => Number(problem.data.context) * inner + nodeOf(response.slice(0, depth - 1)),
    }
  },
  enumeration: level => ({
    states: firstAt(rulesOf(level).depth + 1),
    stateOf: (_problem, response) => nodeOf(response),
  }),
  readAs(_level, problem, response) {
    const [way, ...rest] = response
    if (way === undefined) return 'no letter yet'
    const moves = rest.map((letter, i) => `by ${(letter - response[i]! + V) % V} to ${letters[letter] ?? '?'}`)
    const asked = problem.prompt.slice(0, rest.length).join(', ')
    return [`starts at ${letters[way] ?? '?'}`, ...moves.map(move => `moves ${move}`), `asked: by ${asked}`].join(', ')
  },
  picture,
})
