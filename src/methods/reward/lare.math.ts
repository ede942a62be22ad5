/** LaRe: a reward per turn that is linear in a few factors, such that a mean over turns gives the mean of the outcome. */
import type { Batch, With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { carriedOut, spreadTurns, turnsOf } from '../../core/formulas/turns.ts'
import { mean } from '../../core/math.ts'
import type { MethodState, RewardResult } from '../../core/method.ts'
import { number, type Values } from '../../core/params.ts'

export const lareParams = {
  episodeMemory: number({
    label: 'Memory of earlier episodes',
    default: 0.9,
    min: 0,
    max: 1,
    note: 'How much the episodes of earlier iterations still count; 0 forgets them, 1 never does.',
  }),
}

/** Sums over the episodes so far: of products of mean factors, and of mean factors with the outcome per turn. */
interface Learned {
  readonly weights: readonly number[]
  readonly products: readonly (readonly number[])[]
  readonly targets: readonly number[]
}
/** Keeps factors that nobody has seen at 0. */
const ridge = 1e-9

/** Subgoals that a turn may be the first to reach; a factor for each, and one for turns that changed the world. */
const subgoals = 3

/** [turns][factors] what a turn is described by: which subgoal it is the first to reach, and whether it did anything. */
export function factorsOf(batch: With<'subgoal' | 'stateKey'>): number[][] {
  const changed = carriedOut(batch)
  const factors = Array.from(batch.subgoal, (_, turn) => [...Array.from({ length: subgoals }, () => 0), changed[turn]!])
  for (const own of turnsOf(batch)) {
    const seen = new Set<number>()
    for (const turn of own) {
      const subgoal = batch.subgoal[turn]!
      if (subgoal > 0 && subgoal <= subgoals && !seen.has(subgoal)) factors[turn]![subgoal - 1] = 1
      seen.add(subgoal)
    }
  }
  return factors
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((total, x, k) => total + x * b[k]!, 0)

/** The solution of a symmetric positive definite system, by elimination. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, k) => [...row, right[k]!])
  for (const [k, pivot] of rows.entries()) {
    for (const row of rows.slice(k + 1)) {
      const share = row[k]! / pivot[k]!
      for (let c = k; c < row.length; c++) row[c]! -= share * pivot[c]!
    }
  }
  const result = right.map(() => 0)
  for (let k = rows.length - 1; k >= 0; k--) {
    const known = dot(rows[k]!.slice(0, -1), result)
    result[k] = (rows[k]!.at(-1)! - known) / rows[k]![k]!
  }
  return result
}

/**
 * Pay of each turn by the weights known so far, how far its mean is from the outcome per turn, and the weights that fit
 * all episodes best. `factors` [turns][d]. Source: thu-rllab/LaRe mujoco/reward_model/RD.py (332cbe9).
 */
export function decomposed(batch: Batch, factors: readonly (readonly number[])[], memory: number, state: MethodState) {
  const width = factors[0]?.length ?? 0
  const empty: Learned = {
    weights: Array.from({ length: width }, () => 0),
    products: Array.from({ length: width }, () => Array.from({ length: width }, () => 0)),
    targets: Array.from({ length: width }, () => 0),
  }
  const before = (state ?? empty) as Learned
  const pay = Float32Array.from(factors, phi => dot(phi, before.weights))
  const products = before.products.map(row => row.map(x => memory * x))
  const targets = before.targets.map(x => memory * x)
  const errors: number[] = []
  for (const [i, own] of turnsOf(batch).entries()) {
    if (own.length === 0) continue
    const average = empty.weights.map((_, k) => mean(own.map(turn => factors[turn]![k]!)))
    const target = batch.reward[i]! / own.length
    errors.push((dot(average, before.weights) - target) ** 2)
    for (const [k, x] of average.entries()) {
      targets[k]! += x * target
      for (const [c, y] of average.entries()) products[k]![c]! += x * y
    }
  }
  const weights = solved(
    products.map((row, k) => row.map((x, c) => (c === k ? x + ridge : x))),
    targets,
  )
  return { pay, loss: errors.length === 0 ? 0 : mean(errors), state: { weights, products, targets } satisfies Learned }
}

/** The learned pay at the last token of each turn; the outcome itself is what it stands for. */
export function payFactors(
  batch: With<'subgoal' | 'stateKey'>,
  { episodeMemory }: Values<typeof lareParams>,
  given: MethodState,
): RewardResult {
  const { pay, state } = decomposed(batch, factorsOf(batch), episodeMemory, given)
  const tokenReward = new Float32Array(batch.token.length)
  for (const [turn, end] of (batch.turns?.end ?? []).entries()) tokenReward[end - 1] = pay[turn]!
  return { reward: batch.reward, tokenReward, explain: tokenColumns({ turnPaid: spreadTurns(batch, pay) }), state }
}
