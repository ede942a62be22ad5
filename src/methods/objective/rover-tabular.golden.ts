/** Derived: backward induction on trees, and the walks of the policies that follow the values. */
import { type Exact, exactValues, type NextTokens } from '../../core/exact.ts'
import { softmaxTokens, uniformTokens, valuesAfter } from '../../core/formulas/uniform.ts'
import { entropy, softmax } from '../../core/math.ts'
import type { Level, Problem, Task } from '../../core/task.ts'
import { type GoldenCase, type GoldenFamily, number, record, text } from '../golden/harness.ts'

interface Tree {
  readonly actions: readonly string[]
  readonly depth: number
  /** By the letters of a whole path. */
  readonly rewardOf: (path: string) => number
  readonly babble: NextTokens
}

const texts = (list: unknown): string[] => (Array.isArray(list) ? list.map(text) : [])

function treeOf({ inputs, params }: GoldenCase): Tree {
  const actions = texts(inputs.actions)
  const graded = new Map(Object.entries(inputs.graded_terminal_rewards ?? {}))
  const goals = texts(inputs.goals)
  const rewardOf = (path: string) => (graded.has(path) ? number(graded.get(path)) : goals.includes(path) ? top : 0)
  const top = params.R === undefined ? 1 : number(params.R)
  return { actions, depth: number(inputs.depth), rewardOf, babble: uniformTokens(actions.length) }
}

const problem: Problem = { index: 0, prompt: [], text: '', data: {} }

function solve({ actions, depth, rewardOf }: Omit<Tree, 'babble'>, next: NextTokens): Promise<Exact> {
  const level: Level = { id: '', title: '', note: '', maxResponse: depth, maxPrompt: 0, policies: [], pool: 1 }
  const task: Task = {
    id: 'tree',
    title: '',
    description: '',
    levels: [level],
    vocabulary: actions,
    end: undefined,
    problem: () => problem,
    verify: (_level, _problem, response) => {
      const reward = rewardOf(response.map(token => actions[token]).join(''))
      return { reward, correct: reward > 0, answer: '', note: '' }
    },
    reference: () => [],
    readAs: () => 'nothing',
    picture: () => ({ kind: 'cells', cells: [] }),
  }
  return exactValues(task, level, problem, next, { over: 'prefixes' })
}

/** [V] 1 at the first of the largest. */
const greedy = (exact: Exact): NextTokens => {
  const best = (row: Float64Array) => row.map((_, token) => (token === row.indexOf(Math.max(...row)) ? 1 : 0))
  return prefixes => prefixes.flatMap(prefix => [...best(valuesAfter(exact, prefix))])
}

async function followed(tree: Tree, exact: Exact, rho: number) {
  const walk = await solve(tree, softmaxTokens(exact, rho))
  const goals = walk.prefixes.flatMap((prefix, node) => {
    const path = prefix.map(token => tree.actions[token]).join('')
    return prefix.length === tree.depth && tree.rewardOf(path) > 0 ? [{ path, reach: walk.reach[node]! }] : []
  })
  const total = goals.reduce((sum, { reach }) => sum + reach, 0)
  return {
    root_probs: [...softmax(valuesAfter(exact, []).map(q => q / rho))],
    value: walk.value[0],
    theorem_3_2_lower_bound: bound(tree, exact, walk, rho),
    goal_probs: Object.fromEntries(goals.map(({ path, reach }) => [path, reach])),
    goal_coverage_entropy_given_success: entropy(goals.map(({ reach }) => reach / total)),
  }
}

/** Theorem 3.2: top (1 - sum of Pr(reach s) N / (N + exp(max Q / rho)) over the states with some actions of Q = 0, N of them). */
function bound({ actions, depth, rewardOf }: Tree, exact: Exact, walk: Exact, rho: number): number {
  const top = Math.max(...walk.prefixes.map(prefix => rewardOf(prefix.map(token => actions[token]).join(''))))
  const lost = walk.prefixes.map((prefix, node) => {
    const row = valuesAfter(exact, prefix)
    const zeros = row.filter(q => q === 0).length
    if (prefix.length === depth || zeros === row.length) return 0
    return (walk.reach[node]! * zeros) / (zeros + Math.exp(Math.max(...row) / rho))
  })
  return top * (1 - lost.reduce((sum, share) => sum + share, 0))
}

async function run(c: GoldenCase) {
  if (c.inputs.tree !== undefined) return unequalTree(nodeOf(record(c.inputs.tree).root))
  const tree = treeOf(c)
  const exact = await solve(tree, tree.babble)
  const named = (prefix: readonly number[]) => prefix.map(token => tree.actions[token]).join('') || 'root'
  const inner = exact.prefixes.filter(prefix => prefix.length < tree.depth)
  const rhos = Array.isArray(c.params.rhos) ? c.params.rhos.map(number) : []
  const softmaxes = await Promise.all(rhos.map(rho => followed(tree, exact, rho)))
  return {
    uniform_policy_value: exact.value[0],
    Q: Object.fromEntries(inner.map(prefix => [named(prefix), [...valuesAfter(exact, prefix)]])),
    greedy_value: (await solve(tree, greedy(exact))).value[0],
    softmax: Object.fromEntries(rhos.map((rho, i) => [rho.toFixed(rho < 0.1 ? 2 : 1), softmaxes[i]])),
    optimal_value: Math.max(...exact.prefixes.map(prefix => tree.rewardOf(named(prefix)))),
  }
}

type Node = number | { readonly [action: string]: Node }

const nodeOf = (value: unknown): Node =>
  typeof value === 'number'
    ? value
    : Object.fromEntries(Object.entries(record(value)).map(([action, child]) => [action, nodeOf(child)]))

const actionsOf = (node: Node): string[] =>
  typeof node === 'number' ? [] : Object.entries(node).flatMap(([action, child]) => [action, ...actionsOf(child)])
const depthOf = (node: Node): number =>
  typeof node === 'number' ? 0 : 1 + Math.max(...Object.values(node).map(depthOf))

/** Branches of unequal depth: what would follow an early leaf changes nothing, so any action may. */
async function unequalTree(root: Node) {
  const actions = [...new Set(actionsOf(root))]
  const after = (path: readonly number[]): Node =>
    path.reduce<Node>((node, token) => (typeof node === 'number' ? node : (node[actions[token]!] ?? 0)), root)
  const leafOf = new Map<string, number>()
  const walk = (node: Node, path: string): void => {
    if (typeof node === 'number') leafOf.set(path, node)
    else for (const [action, child] of Object.entries(node)) walk(child, path + action)
  }
  walk(root, '')
  const won = (path: string) => [...leafOf].find(([leaf]) => path.startsWith(leaf))?.[1] ?? 0
  const available: NextTokens = prefixes =>
    prefixes.flatMap(prefix => {
      const node = after(prefix)
      const open = typeof node === 'number' ? actions : Object.keys(node)
      return actions.map(action => (open.includes(action) ? 1 / open.length : 0))
    })
  const exact = await solve({ actions, depth: depthOf(root), rewardOf: won }, available)
  const values = valuesAfter(exact, [])
  const first = typeof root === 'number' ? [] : Object.keys(root)
  return {
    Q_root: Object.fromEntries(first.map(action => [action, values[actions.indexOf(action)]])),
    uniform_policy_value: exact.value[0],
  }
}

export default [{ file: 'core/rover-tabular', run }] satisfies readonly GoldenFamily[]
