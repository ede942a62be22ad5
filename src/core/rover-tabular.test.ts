import { describe, expect, it } from 'vitest'
import golden from './rover-tabular.golden.json'
import {
  completeTree,
  greedyValue,
  softmaxBound,
  softmaxOutcome,
  softmaxRow,
  type ValuedState,
  valueUniform,
} from './rover-tabular.ts'

const tolerance = 1e-9

function stateAt(root: ValuedState, path: string): ValuedState {
  let state = root
  for (const action of path) {
    const below = state.next[state.actions.indexOf(action)]
    if (!below) throw new Error(`no state ${path}`)
    state = below
  }
  return state
}
const expectClose = (got: ArrayLike<number>, wanted: readonly number[]) => {
  expect(got.length).toBe(wanted.length)
  wanted.forEach((value, i) => {
    expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(tolerance)
  })
}
const walk = (state: ValuedState, path: string, visit: (state: ValuedState, path: string) => void): void => {
  visit(state, path)
  state.next.forEach((below, i) => {
    if (below) walk(below, path + state.actions[i], visit)
  })
}

interface SoftmaxGolden {
  readonly root_probs: readonly number[]
  readonly value: number
  readonly theorem_3_2_lower_bound?: number
  readonly goal_probs?: Readonly<Record<string, number>>
  readonly goal_coverage_entropy_given_success?: number
}

describe('the golden trees', () => {
  for (const { name, params, inputs, outputs } of golden.cases) {
    if (inputs.actions === undefined) continue
    const graded: Readonly<Record<string, number | undefined>> = inputs.graded_terminal_rewards ?? {}
    const top = params.R ?? 1
    const goals: readonly string[] = inputs.goals
    const tree = completeTree(inputs.actions, inputs.depth, path => graded[path] ?? (goals.includes(path) ? top : 0))
    if (typeof tree === 'number') throw new Error('a golden tree of depth 0')
    const root = valueUniform(tree)

    it(`${name}: Q of the uniform policy, zero where not listed`, () => {
      const listed = new Map<string, readonly number[]>(Object.entries(outputs.Q ?? {}))
      walk(root, '', (state, path) => {
        expectClose(state.q, listed.get(path || 'root') ?? state.actions.map(() => 0))
      })
      for (const path of listed.keys()) stateAt(root, path === 'root' ? '' : path)
      expectClose([root.value, greedyValue(root)], [outputs.uniform_policy_value, outputs.greedy_value ?? Number.NaN])
    })

    const softmaxCases = new Map<string, SoftmaxGolden>(Object.entries(outputs.softmax ?? {}))
    for (const [rho, wanted] of softmaxCases) {
      it(`${name}: softmax with rho ${rho}`, () => {
        const outcome = softmaxOutcome(root, Number(rho))
        expectClose(softmaxRow(root, Number(rho)), wanted.root_probs)
        expectClose([outcome.value], [wanted.value])
        if (wanted.theorem_3_2_lower_bound !== undefined) {
          expectClose([softmaxBound(root, Number(rho), top)], [wanted.theorem_3_2_lower_bound])
        }
        for (const [goal, probability] of Object.entries(wanted.goal_probs ?? {})) {
          expectClose([outcome.goals.get(goal) ?? Number.NaN], [probability])
        }
        if (wanted.goal_coverage_entropy_given_success !== undefined) {
          expectClose([outcome.goalEntropy], [wanted.goal_coverage_entropy_given_success])
        }
      })
    }
  }

  it('a leaf at the root ends the episode early', () => {
    const early = golden.cases.find(({ name }) => name === 'early_terminal_leaf')
    const tree = early?.inputs.tree?.root
    if (!early?.outputs.Q_root || !tree) throw new Error('the golden file lost its early leaf')
    const root = valueUniform(tree)
    expectClose(
      root.q,
      root.actions.map(action => new Map(Object.entries(early.outputs.Q_root ?? {})).get(action) ?? Number.NaN),
    )
    expectClose([root.value], [early.outputs.uniform_policy_value])
  })
})

describe('the theorems', () => {
  const tree = completeTree(['L', 'R'], 4, path => (['LLLR', 'LRRR', 'RLLL', 'RLLR'].includes(path) ? 1 : 0))
  const root = typeof tree === 'number' ? undefined : valueUniform(tree)

  it('3.1: greedy on uniform Q always succeeds when a success exists', () => {
    expect(root && greedyValue(root)).toBe(1)
  })
  it('3.2: the bound never exceeds the softmax value', () => {
    for (const rho of [5, 1, 0.3, 0.1, 0.03]) {
      if (!root) throw new Error('no tree')
      expect(softmaxBound(root, rho)).toBeLessThanOrEqual(softmaxOutcome(root, rho).value + 1e-12)
    }
  })
})
