import { lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { overlongPenalty, softPriceParam, softZoneParam } from '../../core/formulas/length-reward.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Source: arXiv 2503.14476 equation 13; verl DAPO reward manager, overlong_buffer (b178a3c). */
export default defineMethod({
  id: 'overlong-shaping',
  title: 'Soft overlong punishment',
  paper: { title: 'DAPO: an open-source LLM reinforcement learning system at scale', id: '2503.14476', year: 2025 },
  idea: 'Announce the length limit: charge a price that grows linearly over the last stretch before it, instead of failing good reasoning without warning.',
  formula: String.raw`r'_i = r_i - p\,\operatorname{clip}\Big(\frac{|y_i| - (L - b)}{b},\, 0,\, 1\Big), \quad b = \kappa L`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward with the price of length' },
    '|y_i|': { is: 'length', text: 'length of the response' },
    L: { is: 'softLimit', text: 'length at which the full price is due' },
    '\\kappa': { is: 'softZone', text: 'stretch over which it grows, as a share of the limit' },
    'p\\,': { is: 'softPrice', text: 'full price' },
  },
  claim:
    'Length settles below the limit without a drop in accuracy, where a hard cut makes the reward of good long answers noise. On length-budget, tight level, watch the share that is cut off.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Correct and wrong responses pay alike: in groups that agree, only length is left to learn from.',
    'Under division by the group’s spread the price is stretched wherever rewards hardly differ.',
    'verl measures the limit from the maximal response length minus the buffer, in tokens.',
  ],
  versusGrpo: 'A price on the last stretch before the length limit.',
  tasks: ['length-budget', 'modular-arithmetic'],
  shipped: ['trl', 'verl'],
  slots: {
    advantage: 'grpo',
    reward: reward({
      params: {
        softLimit: number({
          label: 'Length limit L',
          default: 12,
          paper: 20_480,
          min: 1,
          max: 65_536,
          integer: true,
          scale: 'log',
        }),
        softZone: softZoneParam,
        softPrice: softPriceParam,
      },
      compute: (batch, { softLimit, softZone, softPrice }) => {
        const length = lengths(batch)
        const overlong = overlongPenalty(batch, softLimit, softZone, softPrice)
        const total = batch.reward.map((r, i) => r + overlong[i]!)
        return { reward: total, parts: { overlong }, explain: rolloutColumns(['length'], { length }) }
      },
    }),
  },
})
