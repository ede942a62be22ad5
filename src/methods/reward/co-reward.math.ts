/** Labels from the other wording of a question. Source: tmlr-group/Co-rewarding Co-rewarding-I/verl/workers/reward_manager/co_reward.py (6c60ea4). */
import { elected } from '../../core/formulas/votes.ts'

/** Of each group the group that gives its label: groups to one problem judge each other in turn, a lone one itself. */
export function judgesOf(problem: ArrayLike<number>): readonly number[] {
  const asked = new Map<number, number[]>()
  for (let g = 0; g < problem.length; g++) asked.set(problem[g]!, [...(asked.get(problem[g]!) ?? []), g])
  return Array.from(problem, (own, g) => {
    const twins = asked.get(own) ?? [g]
    return twins[(twins.indexOf(g) + 1) % twins.length]!
  })
}

/** [G] 1 for who answers as most of the judging group do; nobody where that group could not be read. */
export function agreesWith(judges: readonly string[], answers: readonly string[]): readonly number[] {
  const { vote } = elected(judges)
  return answers.map(answer => (vote !== '' && answer === vote ? 1 : 0))
}
