import { mean } from '../../core/math.ts'
import { purpose } from '../../core/rng.ts'
import { isOver } from '../../core/task.ts'
import { tokensOf } from '../../policy/join.ts'
import { responseOf } from '../run.ts'
import { type Ask, rollOut } from '../sampling/rollout.ts'
import { provider } from './shared/provider.ts'

/**
 * Share of right answers when the thinking is cut off: at equal parts of the longest response, and at a response's own
 * end, where it is its own score. An answer that needs no further token is read once.
 */
export default provider(
  'budgetReward',
  async (run, { batch, problems, iteration }, { budgets, forcedAnswers: count }) => {
    const { task, level } = run
    const { answerNow } = task
    if (!answerNow) return undefined
    const limits = Array.from({ length: budgets - 1 }, (_, s) => Math.round((level.maxResponse * (s + 1)) / budgets))
    const result = new Float32Array(batch.token.length).fill(Number.NaN)
    const asks: (Ask & { readonly place: number })[] = []
    for (let i = 0; i < batch.rollouts; i++) {
      const [start, said] = [batch.tokenStart[i]!, responseOf(batch, i)]
      const problem = problems[batch.group[i]!]!
      const score = (response: readonly number[]) => task.verify(level, problem, response).reward
      for (const cut of new Set(limits.filter(limit => limit > 0 && limit < said.length))) {
        const forced = [...said.slice(0, cut), ...answerNow]
        const place = start + cut - 1
        if (isOver(task, level, forced)) result[place] = score(forced)
        else for (let k = 0; k < count; k++) asks.push({ problem, rollout: place * count + k, forced, place })
      }
      if (said.length > 0) result[start + said.length - 1] = score(said)
    }
    if (asks.length === 0) return result
    const sampled = await rollOut(run, asks, { key: [purpose.branch, iteration] })
    const scores = asks.map(({ problem }, at) => task.verify(level, problem, tokensOf({ sampled, at })).reward)
    for (let at = 0; at < asks.length; at += count) result[asks[at]!.place] = mean(scores.slice(at, at + count))
    return result
  },
)
