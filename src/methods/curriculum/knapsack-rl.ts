import { groupMembers } from '../../core/batch.ts'
import { clamp, pick } from '../../core/math.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { allotmentParams, type Outcomes, shareOut, successRate } from './knapsack-rl.math.ts'

/** Golden: liziniu/KnapsackRL sampling_budget_by_knapsack and update_sample_state (ca5d5f5). */
export default defineMethod({
  id: 'knapsack-rl',
  title: 'Knapsack RL',
  paper: {
    title: 'Knapsack RL: unlocking exploration of LLMs via optimizing budget allocation',
    id: '2509.25849',
    year: 2025,
  },
  idea: 'Share the same number of rollouts out unequally: few to problems that are almost always solved, many to hard ones that have been solved at least once, so that more groups have something to learn from.',
  formula: String.raw`\max_{N_1, N_2, \dots} \sum_q \big(1 - p_q^{N_q} - (1-p_q)^{N_q}\big)\, p_q (1-p_q)^2 \quad \text{with} \quad \sum_q N_q = n\,Q,\; N_q \ge N_{\min}`,
  symbols: {
    p_q: { is: 'correct', text: 'share of the latest rollouts of problem q that were correct' },
    N_q: { is: 'group', text: 'rollouts of problem q: the size of its group' },
    Q: { is: 'problem', text: 'number of problems in the batch, n rollouts each on average' },
    'N_{\\min}': { is: 'leastRollouts', text: 'fewest rollouts of a problem that was tried before' },
  },
  claim:
    'Watch the sizes of the groups follow the difficulty: 2 rollouts for what is solved, up to 32 for what is hard. The paper reports clearly more groups with a gradient; do not expect it where the same few problems come back every few iterations.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released program counts a problem without additional rollouts as worth nothing, so each gets one more than the minimum, even if it is wasted there.',
    'In the released code a problem counts as tried after eight responses; here after the first.',
    'Success rates are old: of the last time that the problem was drawn. In the first epoch all groups are equal.',
    'The mean reward of the batch falls although the policy does not get worse: hard problems fill it. Compare on held-out problems.',
  ],
  versusGrpo: 'The same rollouts in total, but group sizes follow the difficulty.',
  tasks: ['modular-arithmetic', 'bandit', 'countdown'],
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    curriculum: curriculum({
      params: {
        ...allotmentParams,
        enoughConfidence: number({
          label: 'Enough is',
          default: 0.9,
          paper: 0.9,
          min: 0.5,
          max: 1,
          note: 'Chance of seeing both outcomes; what is left beyond goes to problems never solved; 1: nothing is left.',
        }),
        firstExtra: choice({
          label: 'First additional rollout',
          options: ['whole', 'added'],
          default: 'whole',
          paper: 'whole',
          note: 'Counts as worth the whole group, as released, or what it adds: the true optimum.',
        }),
      },
      sizes: (problems, usual, params, { state }) => {
        const known = (state ?? {}) as Outcomes // Only this method writes its curriculum slot’s state.
        const rates = problems.map(problem => known[problem]?.rate ?? Number.NaN)
        return shareOut(rates, {
          usual,
          least: params.leastRollouts,
          most: params.mostRollouts,
          unsolved: params.unsolvedRollouts,
          solved: params.solvedRollouts,
          confidence: params.enoughConfidence,
          enoughBy: params.enoughBy,
          spillTo: params.spillTo,
          first: params.firstExtra,
        })
      },
      observe: (batch, problems, { outcomeMemory, rateFrom }, { state }) => {
        const known: Record<number, Outcomes[number]> = { ...((state ?? {}) as Outcomes) }
        const score = batch.correct ?? batch.reward.map(r => clamp(r, 0, 1))
        groupMembers(batch).forEach((members, g) => {
          known[problems[g]!] = successRate(known[problems[g]!], pick(score, members), outcomeMemory, rateFrom)
        })
        return known
      },
    }),
  },
})
