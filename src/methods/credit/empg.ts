import { credit, defineMethod } from '../../core/method.ts'
import { guessing } from '../../core/trainings.ts'
import { empgCredit, empgParams } from './empg.math.ts'

/** Golden: WillDreamer/ARLArena recipe/shop_agent/ppo/core_algos.py compute_EMPG_advantage (dc1da9f), a framework’s own. */
export default defineMethod({
  id: 'empg',
  title: 'EMPG',
  paper: {
    title: 'Harnessing uncertainty: entropy-modulated policy gradients for long-horizon LLM agents',
    id: '2509.09265',
    year: 2025,
  },
  idea: 'Sure steps make small gradients and unsure ones large: weigh steps the other way round, and pay a little for steps after which the way is clear.',
  formula: String.raw`\hat A_t = g_j\, \hat A_i + \zeta f_{j+1} - \bar A, \qquad g_j = \frac{e^{-k H_j}}{\operatorname{mean} e^{-k H}}, \quad f_j = e^{-k' H_j}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of a token of turn j' },
    g_j: { is: 'stepWeight', text: 'weight of the turn; 1 on average over the batch' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its episode' },
    '\\zeta': { is: 'clarityBonus', text: 'size of the bonus' },
    'f_{j+1}': { is: 'nextClarity', text: 'how clear the next turn is' },
    '\\bar A': { is: 'stepMean', text: 'mean of all that over the turns of the batch' },
    k: { is: 'sharpness', text: 'how strongly sure turns outweigh unsure ones' },
    H_j: { is: 'relativeEntropy', text: 'mean entropy of the turn, from 0 to 1 over the batch' },
    "k'": { is: 'nextSharpness', text: 'how quickly the bonus fades' },
  },
  claim:
    'Confident right steps are reinforced and confident wrong ones punished harder, unsure ones less. The paper reports higher success of agents and steady late training. On twenty-questions it comes no further than GRPO in forty iterations; watch which turns it weighs up in the credit map.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Entropy is scaled by the smallest and largest of the batch: one outlier moves all weights.',
    'The mean that is taken off leaves episodes of a group without a common zero.',
    'The last step of an episode has no next one, and gets no bonus.',
  ],
  versusGrpo: 'Weighs the advantage turn by turn by how sure the policy was, and adds a bonus for what comes next.',
  tasks: ['twenty-questions', 'key-door-grid'],
  training: guessing,
  slots: {
    advantage: 'grpo',
    credit: credit({ needs: ['advantage', 'oldEntropy'], params: empgParams, compute: empgCredit }),
  },
})
