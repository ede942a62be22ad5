import { rolloutColumns } from '../../core/estimator.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { headsOf, opinionsOf, robustReward } from './reward-robust.math.ts'

export default defineMethod({
  id: 'reward-robust',
  title: 'Reward-robust RLHF',
  paper: { title: 'Reward-robust RLHF in LLMs', id: '2409.15360', year: 2024 },
  idea: 'Ask several judges and lean towards the sternest: what only one of them likes is not worth running after.',
  formula: String.raw`r_i = \lambda\, \bar h_i + (1 - \lambda) \min_k h_{k,i}`,
  symbols: {
    r_i: { is: 'reward', text: 'what response i is paid' },
    '\\bar h_i': { is: 'nominal', text: 'what the judges say on average' },
    '\\min_k h_{k,i}': { is: 'worst', text: 'what the sternest of the judges k says' },
    '\\lambda': { is: 'nominalWeight', text: 'weight of the average' },
  },
  claim:
    'One of five judges loves long responses. Followed on average, the panel makes responses longer than they need be; followed by its minimum, that judge has no say, because he is never the sternest. The paper reports better accuracy and longer stability, and that the minimum alone is too cautious.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The minimum of noisy judges is lower the more they disagree, whatever the truth: caution is paid for in signal.',
    'It protects from judges who are too kind, not from one who is too stern: his word is then the reward.',
    'In the paper the minimum is over judges of the expected reward; per response, as here, it is the more pessimistic form.',
    'The paper’s nominal judge is the one that is surest of itself; here it is the average.',
  ],
  versusGrpo: 'GRPO on the lower part of what several judges say.',
  training: { because: 'a panel with a judge who is fooled by length', params: { nominalWeight: 0.2 } },
  tasks: ['two-attempts', 'length-budget'],
  standIn:
    'The judges are the verifier with errors, some of them with a taste for length; the paper trains heads of a reward model.',
  slots: {
    reward: reward({
      params: {
        nominalWeight: number({
          label: 'Weight of the average',
          default: 0.2,
          min: 0,
          max: 1,
          note: '1 asks for the average alone.',
        }),
        judges: number({
          label: 'Judges',
          default: 5,
          paper: 5,
          min: 1,
          max: 16,
          integer: true,
          note: 'Judges on the panel.',
        }),
        fooled: number({
          label: 'Judges who like length',
          default: 1,
          min: 0,
          max: 16,
          integer: true,
          note: 'Beside what the verifier says.',
        }),
        fooledBy: number({
          label: 'How much they like it',
          default: 5,
          min: -10,
          max: 10,
          note: 'Paid for the longest response of the batch.',
        }),
        judgeNoise: number({
          label: 'Error of each judge',
          default: 0.1,
          min: 0,
          max: 2,
          note: 'Drawn for each response.',
        }),
      },
      compute: (batch, { nominalWeight, ...panel }, { draw }) => {
        const heads = headsOf(batch, panel, draw)
        const opinions = Array.from(batch.group, (_, i) => opinionsOf(heads.map(head => head[i]!)))
        const nominal = Float32Array.from(opinions, one => one.nominal)
        const worst = Float32Array.from(opinions, one => one.worst)
        const disagreement = Float32Array.from(opinions, one => one.disagreement)
        return {
          reward: Float32Array.from(opinions, one => robustReward(one, nominalWeight)),
          parts: { nominal, worst },
          explain: rolloutColumns(['nominal', 'worst', 'disagreement'], { nominal, worst, disagreement }),
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
