import { defineMethod } from '../../core/method.ts'

/** Golden: dpo-sequence-losses and dpo-token-losses, whose cases of ipo run with these settings. */
export default defineMethod({
  id: 'ipo',
  title: 'IPO',
  paper: {
    title: 'A general theoretical paradigm to understand learning from human preferences',
    id: '2310.12036',
    year: 2023,
  },
  idea: 'Ask for a margin of a certain size, no more: where a preference is never contradicted, DPO drives the rejected response to nothing, IPO stops.',
  formula: String.raw`\mathcal L = \Big(l_w - l_l - \frac{1}{2\beta}\Big)^2`,
  symbols: {
    l_w: { is: 'logRatioToRef', text: 'log-ratio of a response to the reference; w was preferred, l was not' },
    '\\beta': { is: 'dpoBeta', text: 'the margin that is asked for is 1 / (2 β)' },
  },
  claim:
    'The gradient turns where the margin overshoots its target, which that of DPO never does: watch the margin settle while DPO’s goes on. The paper shows that DPO’s regularisation fails where preferences are deterministic.',
  panel: 'groups',
  confidence: 'code-verified',
  shipped: ['trl'],
  pitfalls: [
    'Newer versions of TRL take the mean over tokens, older ones the sum: for long responses the same β then asks for a far larger margin.',
    'Its slope grows with the distance to the target, so that far outliers lead.',
  ],
  versusGrpo: 'Pairs and a margin to be reached instead of advantages times ratios.',
  standIn:
    'Pairs are made anew in every iteration, of the best and the worst response of a group by what the world prefers; the paper trains on a fixed set.',
  tasks: ['preference-arms', 'modular-arithmetic', 'bandit'],
  defaults: { pairLoss: 'ipo' },
  conventions: { trl: { pairLoss: 'ipo', pairLength: 'mean' } },
  slots: { pairing: 'dpo', objective: 'dpo', aggregation: 'token-sum' },
})
