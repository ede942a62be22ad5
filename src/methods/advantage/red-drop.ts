import { perGroup } from '../../core/estimator.ts'
import { recScale } from '../../core/formulas/rec.ts'
import { mean, pick, std } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { shuffled } from '../../core/rng.ts'
import { staleData } from '../../core/trainings.ts'

/** Golden: Trinity-RFT rec_advantage.py, drop "balance" (eedef4b). */
export default defineMethod({
  id: 'red-drop',
  title: 'RED-Drop',
  paper: {
    title:
      'Group-relative REINFORCE is secretly an off-policy algorithm: demystifying some myths about GRPO and its friends',
    id: '2509.24203',
    year: 2025,
  },
  idea: 'Where failures outnumber successes, forget random failures until there are as many of each.',
  formula: String.raw`\hat A_i = r_i - \operatorname{mean}_\mathrm{kept}(r), \quad 0 \text{ for dropped}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}_\\mathrm{kept}(r)': { is: 'mean', text: 'mean reward of the responses that are kept' },
  },
  claim:
    'Balanced batches: with one success among eight, one failure is kept and both count half. Blame no longer drowns praise on hard problems, for the price of fewer tokens; watch entropy against plain REINFORCE.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Which failures are dropped is random, so runs differ by more than their samples.',
    'Dropped responses still count as tokens in the mean of the loss.',
  ],
  versusGrpo: 'Surplus failures are dropped; the mean is that of the rest.',
  tasks: ['bandit', 'countdown', 'modular-arithmetic'],
  shipped: ['trinity'],
  training: staleData,
  slots: {
    advantage: advantage({
      params: { scale: { ...recScale, aside: true } },
      compute: (batch, { scale }, { draw }) =>
        perGroup(batch, ['mean', 'std', 'dropped'], (members, out) => {
          const centre = mean(pick(batch.reward, members))
          const positive = members.filter(i => batch.reward[i]! >= centre)
          const negative = members.filter(i => batch.reward[i]! < centre)
          const surplus = Math.max(0, negative.length - positive.length)
          const order = shuffled(negative, draw)
          for (const i of order.slice(0, surplus)) out.dropped[i] = 1
          const rewards = pick(batch.reward, [...positive, ...order.slice(surplus)])
          for (const i of members) {
            out.mean[i] = mean(rewards)
            out.std[i] = std(rewards, 0)
            const above = batch.reward[i]! - mean(rewards)
            const scaled = scale === 'group' ? above / (out.std[i]! + 1e-6) : above
            out.advantage[i] = out.dropped[i] === 1 ? 0 : scaled
          }
        }),
    }),
    objective: 'rec-reinforce',
  },
})
