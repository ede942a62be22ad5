import { tokenRewards } from '../../core/episode.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { macroActions, macroGae, macroParams, randomActions } from './ma-rlhf.math.ts'

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
    'The original measures perplexity under the reference policy, here it is that of the policy that sampled; and it can end actions where a parser of the language sees a phrase end, for which these tasks have no counterpart.',
    'It takes a KL term of every token into the rewards: combine with the reward of kl-in-reward. In the released code the weights by the last token fail.',
  ],
  versusGrpo: 'A value head judges runs of tokens in place of the group.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  slots: {
    aggregation: 'token-mean',
    regulariser: 'ppo',
    credit: credit({
      needs: ['oldValue', 'oldLogp'],
      writes: ['returns'],
      params: macroParams,
      compute: (batch, { ngram, termination, repeats, actionWeights, macroGamma, macroLambda }, { draw }) => {
        const logp = termination === 'perplexity' ? batch.oldLogp : undefined
        const actionsOf = (first: number, end: number) =>
          termination === 'random' ? randomActions(first, end, repeats, draw) : macroActions(first, end, ngram, logp)
        const result = macroGae(batch, tokenRewards(batch), macroGamma, macroLambda, actionWeights, actionsOf)
        const { credit, returns, ...explain } = result
        return { credit, returns, explain: tokenColumns(explain) }
      },
    }),
  },
})
