import { lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { aidOf } from './gcpo.math.ts'

/** Golden: derived; the weights are assumed. */
export default defineMethod({
  id: 'gcpo',
  title: 'GCPO',
  paper: {
    title: 'GeometryZero: improving geometry solving for LLM with group contrastive policy optimization',
    id: '2506.07160',
    year: 2025,
  },
  idea: 'Find out per problem whether an optional behaviour helps, then reward it where it does and punish it where it hurts.',
  formula: String.raw`\tilde r_i = r_i + w\, m\, u_i + k \min\big(\tfrac{|y_i|}{K}, 1\big), \qquad m = \begin{cases} 1 & d > \varepsilon \\ -1 & d < -\varepsilon \\ 0 & \text{else} \end{cases}`,
  symbols: {
    '\\tilde r_i': { is: 'reward', text: 'reward of response i with the bonus' },
    u_i: { is: 'used', text: '1 if response i used the behaviour' },
    m: { is: 'verdict', text: 'whether it pays on this problem' },
    d: { is: 'gain', text: 'accuracy with the behaviour minus accuracy without' },
    w: { is: 'aidWeight', text: 'size of the bonus' },
    '\\varepsilon': { is: 'clearGain', text: 'differences up to this count as none' },
    k: { is: 'lengthWeight', text: 'reward for length, off at 0' },
    K: { is: 'lengthCap', text: 'length that earns all of it' },
    '|y_i|': { is: 'length', text: 'tokens of response i' },
  },
  claim:
    'An unconditional bonus for a tool teaches to use it always; this one teaches when. Where problems differ in whether the long way pays, watch the share of long responses split by problem.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper samples two more sub-groups, one forced and one forbidden to use the behaviour. Without them the group’s own halves are compared, which confuses what helps with who chose it.',
    'Where nothing records the behaviour it is taken to be going on longer than the group’s median. On length-budget stopping early is wrong, so length looks helpful: correct answers kept 4.7 tokens, GRPO’s 3.6.',
    'Another paper of the same short name replaces one answer of an all-wrong group by a given one.',
  ],
  versusGrpo: 'GRPO on a reward with a bonus whose sign is decided problem by problem.',
  tasks: ['length-budget', 'countdown'],
  standIn:
    'The optional behaviour is being longer than the group’s median, and the group’s own halves are compared; the paper samples extra groups that must or must not draw auxiliary lines.',
  defaults: { ddof: 0 },
  slots: {
    reward: reward({
      params: {
        clearGain: number({ label: 'Clear difference ε', default: 0.1, min: 0, max: 1 }),
        aidWeight: number({ label: 'Bonus w', default: 0.5, min: 0, max: 5 }),
        lengthWeight: number({
          label: 'Reward for length',
          default: 0,
          min: 0,
          max: 5,
          note: 'Paid per token up to the cap; 0 is off.',
        }),
        lengthCap: number({
          label: 'Length that earns it all',
          default: 20,
          min: 1,
          max: 65_536,
          integer: true,
          note: 'In tokens; beyond it nothing is added.',
        }),
      },
      compute: (batch, { clearGain, aidWeight, lengthWeight, lengthCap }) => {
        const { used, gain } = aidOf(batch)
        const verdict = gain.map(d => (d > clearGain ? 1 : d < -clearGain ? -1 : 0))
        const aid = used.map((u, i) => aidWeight * verdict[i]! * u + 0)
        const length = lengths(batch).map(l => lengthWeight * Math.min(1, l / lengthCap))
        return {
          reward: batch.reward.map((r, i) => r + aid[i]! + length[i]!),
          parts: { verifier: batch.reward, aid, length },
          explain: rolloutColumns(['used', 'gain', 'verdict'], { used, gain, verdict }),
        }
      },
    }),
    advantage: 'grpo',
  },
})
