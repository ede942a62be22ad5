import { defineMethod } from '../../core/method.ts'

/** Source: TRL trl/experimental/cpo/cpo_trainer.py CPOTrainer.cpo_loss, loss_type simpo (1.16.0). */
export default defineMethod({
  id: 'simpo',
  title: 'SimPO',
  paper: { title: 'SimPO: simple preference optimization with a reference-free reward', id: '2405.14734', year: 2024 },
  idea: 'Prefer by what is generated with: the mean log-probability of a response is its reward, no reference is needed, and the chosen one must lead by a margin.',
  formula: String.raw`\mathcal L = -\log\sigma\big(\beta\,(\bar l_w - \bar l_l) - \gamma\big)`,
  symbols: {
    '\\bar l_w': {
      is: 'logRatioToRef',
      text: 'mean log-probability of the tokens of a response now; w was preferred, l was not',
    },
    '\\beta': { is: 'dpoBeta', text: 'how much margin is worth' },
    '\\gamma': { is: 'pairMargin', text: 'margin at which the loss turns' },
  },
  claim:
    'Length does not count, and no reference holds the policy back. The paper finds that it wins more often than DPO without longer answers; here responses are short, so that only the lack of a reference is seen.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'TRL adds a share of imitation unless cpo_alpha is set to 0: that mixture is CPO-SimPO.',
    'The margin is taken off after scaling by β: papers give its ratio to β.',
  ],
  versusGrpo: 'Pairs in a logistic loss of mean log-probabilities, without a reference.',
  standIn:
    'Pairs are made anew in every iteration from a group; the paper trains on a set that a reward model has labelled.',
  tasks: ['preference-arms', 'modular-arithmetic', 'bandit'],
  defaults: { dpoBeta: 2, pairReference: 'nothing', pairLength: 'mean', pairMargin: 1 },
  conventions: { trl: { dpoBeta: 0.1, pairMargin: 0.5 } },
  slots: { pairing: 'dpo', objective: 'dpo', aggregation: 'token-sum' },
})
