import { groupMembers, lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: conciser-l-grpo (derived: the length reward is assumed, the gate is the abstract’s). */
export default defineMethod({
  id: 'conciser',
  title: 'ConciseR (L-GRPO)',
  paper: {
    title: 'Walk before you run: concise LLM reasoning via reinforcement learning',
    id: '2505.21178',
    year: 2025,
  },
  idea: 'Reward brevity only where nothing else is left to learn: in groups whose responses are all correct the reward is the unused share of the length budget.',
  formula: String.raw`r'_i = \begin{cases} 1 - |y_i| / L & \text{all } c_j = 1 \\ r_i & \text{else}\end{cases}`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward that the advantage sees' },
    '|y_i|': { is: 'length', text: 'length of the response' },
    L: { is: 'lengthLimit', text: 'length budget' },
    c_j: { is: 'correct', text: '1 for a correct response' },
    '\\text{all } c_j = 1': { is: 'gate', text: '1 where the group is all correct' },
  },
  claim:
    'Behind the gate length falls after accuracy has risen, in groups that dynamic sampling would throw away. On length-budget correct answers shorten, later than with HAPO. The paper reports that an earlier price costs accuracy.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'With GRPO’s division by the spread the budget L cancels: only the order and spacing of lengths count.',
    'Combined with dynamic sampling the gate would never open.',
    'The paper’s first stage drops groups that agree and adds an entropy bonus: dynamic sampling and the bonus are settings of the run, and the first does not end where the second stage begins.',
    'One lucky wrong answer closes the gate of its group.',
  ],
  versusGrpo: 'Groups that are all correct compete in brevity instead of giving no signal.',
  tasks: ['length-budget', 'modular-arithmetic'],
  defaults: { clipLow: 0.2, clipHigh: 0.28 },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    reward: reward({
      needs: ['correct'],
      params: {
        lengthLimit: number({
          label: 'Length budget L',
          default: 0,
          min: 0,
          max: 65_536,
          integer: true,
          scale: 'log',
          note: '0 takes the longest response of the batch.',
        }),
        lengthFrom: number({
          label: 'From this share of the run',
          default: 0,
          min: 0,
          max: 1,
          aside: true,
          note: 'The paper’s second stage; before, rewards are the verifier’s.',
        }),
      },
      compute: (batch, { lengthLimit, lengthFrom }, { iteration, iterations }) => {
        const length = lengths(batch)
        const limit = lengthLimit || Math.max(1, ...length)
        const total = Float32Array.from(batch.reward)
        const gate = new Float32Array(batch.rollouts)
        for (const members of groupMembers(batch)) {
          if (iteration < lengthFrom * iterations || members.some(i => batch.correct[i] !== 1)) continue
          for (const i of members) {
            gate[i] = 1
            total[i] = 1 - length[i]! / limit
          }
        }
        return { reward: total, explain: rolloutColumns(['length', 'gate'], { length, gate }) }
      },
    }),
  },
})
