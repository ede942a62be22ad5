import { tokenColumns } from '../../core/estimator.ts'
import { spreadTurns, turnReturns } from '../../core/formulas/turns.ts'
import { mean } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { kitchen } from '../../core/trainings.ts'

/** Golden: derived from the abstract of arXiv 2502.12486. */
export default defineMethod({
  id: 'epo-strategy',
  title: 'EPO (strategies)',
  paper: { title: 'EPO: explicit policy optimization for strategic reasoning in LLMs', id: '2502.12486', year: 2025 },
  idea: 'Judge every turn by what is paid for it and after it, in the order in which it is paid, and compare it with the average turn.',
  formula: String.raw`\hat A_t = G_j - b, \qquad G_j = \sum_{k \ge j} \gamma^{k-j}\, r_k`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of a token of turn j' },
    G_j: { is: 'turnReturn', text: 'pay of turn j and of all later turns, discounted' },
    r_k: { is: 'turnReward', text: 'what turn k is paid' },
    '\\gamma': { is: 'strategyDiscount', text: 'discount per turn' },
    b: { is: 'turnBaseline', text: 'mean of all turns of the batch, or 0' },
  },
  claim:
    'The paper trains a small model that advises a frozen one, and reports that pay turn by turn teaches it to plan. In the kitchen, where a refused action is paid for on the spot, compare how soon refusals stop with GRPO, which spreads the same pay over whole episodes.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Early turns have more pay ahead of them than late ones: one baseline for all says that beginning is good and ending bad.',
    'With a discount of 0 every turn is a bandit of its own, and nobody cooks for what is only paid when served.',
  ],
  versusGrpo: 'Returns from each turn on, less the mean of the batch, take the place of standing among siblings.',
  tasks: ['text-kitchen', 'key-door-grid'],
  standIn:
    'The policy acts itself, where the paper’s writes advice for a frozen model; what the world pays for a turn stands for a judge’s reward of the process.',
  training: kitchen,
  slots: {
    credit: credit({
      needs: ['turnReward'],
      params: {
        strategyDiscount: number({ label: 'Discount per turn γ', default: 1, min: 0, max: 1 }),
        turnBaseline: choice({
          label: 'Turns are compared with',
          options: ['batch', 'none'],
          default: 'batch',
          meaning: { batch: 'the mean of all turns of the batch', none: 'nobody' },
        }),
      },
      compute: (batch, { strategyDiscount, turnBaseline }) => {
        const returns = turnReturns(batch, batch.turnReward, strategyDiscount)
        const baseline = turnBaseline === 'batch' && returns.length > 0 ? mean(returns) : 0
        return {
          credit: spreadTurns(
            batch,
            returns.map(own => own - baseline),
          ),
          explain: tokenColumns({ turnReturn: spreadTurns(batch, returns) }),
        }
      },
    }),
    objective: 'reinforce',
  },
})
