import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'
import { macroActions, macroGae } from './ma-rlhf.math.ts'

/** Golden: ernie-research/MA-RLHF dschat/rlhf/ppo_trainer.py (807551d). */
export default defineMethod({
  id: 'ma-rlhf',
  title: 'MA-RLHF',
  paper: {
    title: 'MA-RLHF: reinforcement learning from human feedback with macro actions',
    id: '2410.02743',
    year: 2024,
  },
  idea: 'Let several tokens act as one: credit then has fewer decisions to travel back over, and reaches early tokens less faded.',
  formula: String.raw`\hat A_\tau = \sum_{l \ge 0} (\gamma\lambda)^l \delta_{\tau + l}, \qquad \delta_\tau = \bar r_\tau + \gamma \bar V_{\tau+1} - \bar V_\tau, \qquad \tau = \lceil t / n \rceil`,
  symbols: {
    '\\hat A_\\tau': { is: 'credit', text: 'credit of every token of macro action τ' },
    '\\delta_\\tau': { is: 'macroDelta', text: 'surprise of the macro action' },
    '\\bar r_\\tau': { is: 'macroReward', text: 'mean reward of its tokens' },
    '\\bar V_\\tau': { is: 'macroValue', text: 'mean value of its tokens' },
    '\\gamma': { is: 'macroGamma', text: 'discount per macro action' },
    '\\lambda': { is: 'macroLambda', text: 'how far surprises reach back' },
    n: { is: 'ngram', text: 'tokens of a macro action' },
  },
  claim:
    'The distance from a fork to the reward shrinks from T tokens to T / n actions, which matters when λ < 1 and the critic is still poor: compare n = 1, 3, 5 on fork-tokens. The paper reports parity with PPO in clearly fewer updates.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'When n divides the length, the released code inserts an empty action of value 0; it is kept here, for it changes the numbers.',
    'Rewards inside an action are averaged: the verdict keeps its size only because the last token is always an action of its own.',
    'n = 1 is not quite PPO, for the same reason.',
  ],
  versusGrpo: 'A value head judges runs of tokens in place of the group.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  training: oneHardProblem,
  slots: {
    aggregation: 'token-mean',
    regulariser: 'ppo',
    credit: credit({
      needs: ['oldValue', 'oldLogp'],
      writes: ['returns'],
      params: {
        ngram: number({
          label: 'Tokens per action n',
          default: 5,
          paper: 5,
          min: 1,
          max: 256,
          integer: true,
          note: '1 is nearly PPO, the longest response a bandit.',
        }),
        termination: choice({
          label: 'Actions end',
          options: ['fixed', 'perplexity'],
          default: 'fixed',
          meaning: { fixed: 'after n tokens', perplexity: 'where the next token is less likely than the last' },
        }),
        macroGamma: number({ label: 'Discount γ', default: 1, paper: 1, min: 0, max: 1 }),
        macroLambda: number({ label: 'GAE λ', default: 0.95, paper: 0.95, min: 0, max: 1 }),
      },
      compute: (batch, { ngram, termination, macroGamma, macroLambda }) => {
        const logp = termination === 'perplexity' ? batch.oldLogp : undefined
        const result = macroGae(batch, tokenRewards(batch), macroGamma, macroLambda, (first, end) =>
          macroActions(first, end, ngram, logp),
        )
        const { credit, returns, ...explain } = result
        return { credit, returns, explain: tokenColumns(explain) }
      },
    }),
  },
})
