/** SCoRe: what each of two attempts is worth, in the stage that pins the first and in the one that trains both. */
import { groupMembers, tokenCount, type With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { attemptsOf } from '../../core/formulas/attempts.ts'
import { mean, sum } from '../../core/math.ts'
import type { CreditResult } from '../../core/method.ts'
import { number, type Values } from '../../core/params.ts'

export const scoreParams = {
  stageOneIterations: number({
    label: 'Iterations of stage I',
    default: 20,
    min: 0,
    max: 100_000,
    integer: true,
    note: 'The first attempt stays near the base policy, the second learns.',
  }),
  repairBonus: number({
    label: 'Bonus α',
    default: 10,
    paper: 10,
    min: 0,
    max: 100,
    note: 'In stage II, for what the second attempt adds to the first.',
  }),
  driftPrice: number({ label: 'KL price β₁', default: 0.01, paper: 0.01, min: 0, max: 10, note: 'Of a nat of drift.' }),
  firstPrice: number({
    label: 'KL price of the first attempt β₂',
    default: 0.1,
    paper: 0.1,
    min: 0,
    max: 10,
    note: 'In stage I.',
  }),
}
type Params = Values<typeof scoreParams>
type Needed = With<'attempt' | 'oldLogp' | 'refLogp'>

interface Worth {
  readonly first: number
  readonly second: number
  readonly bonus: number
  /** Tokens of the first attempt, its answer included. */
  readonly firstLength: number
}

/** What the attempts of one rollout are worth. A lone answer stands for both. */
function worthOf(batch: Needed, i: number, isStageOne: boolean, params: Params): Worth {
  const { first: isFirstRight, last, firstLength } = attemptsOf(batch, i)
  const start = batch.tokenStart[i]!
  const drift = (from: number, to: number) =>
    sum(batch.oldLogp.subarray(from, to)) - sum(batch.refLogp.subarray(from, to))
  const [klFirst, klSecond] = [drift(start, start + firstLength), drift(start + firstLength, batch.tokenStart[i + 1]!)]
  const [r1, r2] = [Number(isFirstRight), Number(last)]
  const bonus = isStageOne ? 0 : params.repairBonus * (r2 - r1)
  return {
    first: isStageOne ? -params.firstPrice * klFirst : r1 - params.driftPrice * klFirst,
    second: r2 + bonus - params.driftPrice * klSecond,
    bonus,
    firstLength,
  }
}

/** [T] worth of the attempt that a token belongs to, less the siblings' mean; a lone rollout has none to compare with. */
export function attemptCredit(batch: Needed, params: Params, iteration: number): CreditResult {
  const isStageOne = iteration <= params.stageOneIterations
  const worth = Array.from(batch.reward, (_, i) => worthOf(batch, i, isStageOne, params))
  const perToken = () => new Float32Array(batch.token.length)
  const [credit, attemptWorth, siblingsMean, repairPaid] = [perToken(), perToken(), perToken(), perToken()]
  for (const members of groupMembers(batch)) {
    for (const i of members) {
      const others = members.filter(other => other !== i)
      for (let k = 0; k < tokenCount(batch, i); k++) {
        const part = k < worth[i]!.firstLength ? 'first' : 'second'
        const t = batch.tokenStart[i]! + k
        attemptWorth[t] = worth[i]![part]
        siblingsMean[t] = others.length === 0 ? 0 : mean(others.map(other => worth[other]![part]))
        repairPaid[t] = part === 'second' ? worth[i]!.bonus : 0
        credit[t] = attemptWorth[t]! - siblingsMean[t]!
      }
    }
  }
  return { credit, explain: tokenColumns({ attemptWorth, siblingsMean, repairPaid }) }
}
