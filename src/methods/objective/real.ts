import { defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { realLoss } from './real.math.ts'

/** Golden: ms-swift GRPOTrainer._compute_loss_and_metrics, loss_type "real" (3602360). */
export default defineMethod({
  id: 'real',
  title: 'REAL',
  paper: {
    title: 'Rewards as labels: revisiting RLVR from a classification perspective',
    id: '2602.05630',
    year: 2026,
  },
  idea: 'Take the verdict as a label and the log-ratio of a response as its score, and train the policy as a classifier: right siblings above 0, wrong ones below, the nearer to the wrong side the harder.',
  formula: String.raw`\mathcal L = \log\Big(1 + \sum_{j:\, l_j = 0} e^{s_j/\tau}\Big) + \log\Big(1 + \sum_{j:\, l_j = 1} e^{-s_j/\tau}\Big), \quad s_i = \frac{1}{|y_i|} \sum_t \big(\log\pi_\theta(y_t) - \log\pi_{\text{old}}(y_t)\big), \quad l_i = \mathbb 1[\hat A_i > 0]`,
  symbols: {
    s_i: { is: 'score', text: 'mean log-ratio of response i' },
    l_i: { is: 'label', text: '1 for responses above their group’s mean, 0 for the others' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of the response: only its sign is read' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t now' },
    '\\log\\pi_{\\text{old}}(y_t)': { is: 'oldLogp', text: 'the same when it was sampled' },
    '|y_i|': { is: 'length', text: 'tokens of the response' },
    '\\tau': { is: 'sharpness', text: 'temperature: small reads the worst misfits only' },
  },
  claim:
    'The paper’s point: GRPO gives a response it has already moved the wrong way no more weight than one that fits; here weights are bounded and grow with the misfit. Look at the weight of each response in a group from the second update of a batch on: it falls as its score takes the right sign. The paper’s gains over DAPO are not reproduced at this size.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'An advantage of exactly 0 is a wrong answer: in a group of equal rewards there is one class, and no loss.',
    'The divisor is the number of all groups, those without loss too: few mixed groups mean a small gradient.',
    'On policy all scores are 0: it is then REINFORCE with fixed weights 1 / (1 + count) per class, over τ.',
    'How right an answer is has no effect: rewards between 0 and 1 are only compared with the mean.',
  ],
  versusGrpo: 'A classification loss on whole responses; no ratio is clipped and no advantage multiplied.',
  tasks: ['modular-arithmetic', 'token-tree'],
  shipped: ['ms-swift'],
  training: {
    because:
      'several updates per batch: at the first one all scores are 0 and every sibling of a class weighs the same',
    params: { innerEpochs: 4, minibatches: 1 },
  },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    objective: objective({
      needs: ['group'],
      params: {
        sharpness: number({
          label: 'Temperature τ',
          default: 0.5,
          paper: 0.5,
          by: { 'ms-swift': 0.5 },
          min: 0.01,
          max: 100,
          scale: 'log',
        }),
      },
      compute: (tf, tensors, { sharpness }) => realLoss(tf, tensors, sharpness),
    }),
  },
})
