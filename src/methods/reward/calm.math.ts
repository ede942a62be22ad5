/** CALM: a little pay for every subgoal that a turn reaches. */
import type { With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { spreadTurns, turnsOf } from '../../core/formulas/turns.ts'
import type { RewardResult } from '../../core/method.ts'
import { choice, number, type Values } from '../../core/params.ts'

export const calmParams = {
  subgoalReward: number({ label: 'Reward of a subgoal λ', default: 0.2, min: 0, max: 10 }),
  subgoalsPaid: choice({
    label: 'Subgoals are paid',
    options: ['once', 'always'],
    default: 'once',
    paper: 'always',
    meaning: {
      once: 'when an episode reaches them for the first time',
      always: 'each time: who goes to and fro earns most',
    },
  }),
}

/** Rewards of the world and of subgoals, at the last token of each turn. */
export function paySubgoals(
  batch: With<'turnReward' | 'subgoal'>,
  { subgoalReward, subgoalsPaid }: Values<typeof calmParams>,
): RewardResult {
  const reached = new Float32Array(batch.subgoal.length)
  const tokenReward = new Float32Array(batch.token.length)
  const total = Float32Array.from(batch.reward)
  for (const [i, own] of turnsOf(batch).entries()) {
    const seen = new Set<number>()
    for (const turn of own) {
      const subgoal = batch.subgoal[turn]!
      if (subgoal > 0 && (subgoalsPaid === 'always' || !seen.has(subgoal))) reached[turn] = 1
      seen.add(subgoal)
      const extra = subgoalReward * reached[turn]!
      tokenReward[batch.turns!.end[turn]! - 1] = batch.turnReward[turn]! + extra
      total[i] = total[i]! + extra
    }
  }
  const subgoals = total.map((all, i) => all - batch.reward[i]!)
  return {
    reward: total,
    tokenReward,
    parts: { world: batch.reward, subgoals },
    explain: tokenColumns({
      reached: spreadTurns(batch, reached),
      turnPaid: spreadTurns(
        batch,
        reached.map((yes, turn) => batch.turnReward[turn]! + subgoalReward * yes),
      ),
      worldPaid: spreadTurns(batch, batch.turnReward),
    }),
  }
}
