import { candidates, choicesOf, measuredBy } from '../../core/formulas/selection.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { drawBeta } from '../../core/rng.ts'
import { fewOfMany } from '../../core/trainings.ts'
import { chosen, type Posterior, posteriorParams, updated } from './mopps.math.ts'

/** The state of the curriculum slot, which only this method writes. */
const known = (state: unknown): Posterior => (state ?? {}) as Posterior

/** Golden: thu-rllab/MoPPS recipe/ours/mopps.py PosteriorSampler (a883f51). */
export default defineMethod({
  id: 'mopps',
  title: 'MoPPS',
  paper: {
    title: 'Can prompt difficulty be online predicted for accelerating RL finetuning of reasoning models?',
    id: '2507.04632',
    year: 2025,
  },
  idea: 'Guess each problem’s pass rate from its own past, with doubt (a draw from a beta distribution), and ask only those guessed nearest to one half: nothing is generated to find out.',
  formula: String.raw`\gamma_q \sim \operatorname{Beta}(\alpha_q, \beta_q), \qquad q^* = \arg\min_q\, (\gamma_q - \gamma^*)^2, \qquad \alpha_q \leftarrow \lambda \alpha_q + (1-\lambda)\,\alpha_0 + s_q`,
  symbols: {
    '\\gamma_q': { is: 'problem', text: 'pass rate of problem q as drawn from what is known of it' },
    '\\gamma^*': { is: 'targetRate', text: 'the wanted pass rate' },
    '\\alpha_q': { is: 'correct', text: 'pseudo-count of solved rollouts; β of failed ones alike' },
    '\\beta_q': { is: 'reward', text: 'pseudo-count of failed rollouts' },
    '\\alpha_0': { is: 'priorCount', text: 'what both counts begin with and fade towards' },
    s_q: { is: 'correct', text: 'rollouts of problem q in this iteration that were right' },
    '\\lambda': { is: 'memory', text: 'how much of the past stays each time the problem is asked' },
  },
  claim:
    'As many groups with something to learn from as dynamic sampling has, without the rollouts that it throws away. Watch the share of groups with a signal beside that of uniform drawing on combination-chain, and the length of the chains that are asked grow.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'With one rollout per problem the released program sets both counts to 8, by a slip of operator precedence; here they are counted as meant.',
    'What is not asked is not updated: a hopeless problem that became easy keeps its bad name until a draw from its tail asks it again.',
    'The share of correct answers in the batch stays near one half by design: compare on the probe problems.',
  ],
  versusGrpo: 'The same update; asked are the problems whose guessed pass rate is nearest to one half.',
  tasks: ['combination-chain', 'modular-arithmetic'],
  training: fewOfMany,
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      params: posteriorParams,
      choose: (pool, count, params, { draw, state }) => {
        const posterior = known(state)
        const prior = { alpha: params.priorCount, beta: params.priorCount }
        const problems = candidates(pool, params.candidatesPerProblem * count, draw)
        const rates = problems.map(problem => {
          const { alpha, beta } = posterior[problem] ?? prior
          return drawBeta(draw, alpha, beta)
        })
        const { selectBy: by, targetRate: target, lowestRate: low, highestRate: high } = params
        const places = chosen(rates, count, { by, target, low, high }, draw)
        return {
          choices: choicesOf(
            places.map(place => problems[place]!),
            count,
          ),
        }
      },
      observe: (batch, problems, { priorCount, memory }, { state }) => {
        const posterior = known(state)
        const prior = { alpha: priorCount, beta: priorCount }
        const next = [...measuredBy(batch, problems)].map(([problem, { tried, solved }]) => {
          return [problem, updated(posterior[problem] ?? prior, prior, memory, solved, tried - solved)] as const
        })
        return { ...posterior, ...Object.fromEntries(next) }
      },
    }),
  },
})
