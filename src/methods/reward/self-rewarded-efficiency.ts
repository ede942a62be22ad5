import { groupMembers, lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Source: abstract of arXiv 2506.15647; the form of the reward is assumed. No golden numbers exist. */
export default defineMethod({
  id: 'self-rewarded-efficiency',
  title: 'Self-rewarded efficiency',
  paper: {
    title: 'Exploring and exploiting the inherent efficiency within large reasoning models',
    id: '2506.15647',
    year: 2025,
  },
  idea: 'Let the shortest correct answer of the group set the standard: a correct answer loses reward in proportion to how much longer it is, and only as far as the problem is solved already.',
  formula: String.raw`r'_i = c_i\,\Big(1 - k\, a\, \big(1 - \tfrac{L_{\min}}{|y_i|}\big)\Big)`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward that the advantage sees' },
    c_i: { is: 'correct', text: '1 for a correct response' },
    k: { is: 'brevity', text: 'weight of brevity' },
    'a\\,': { is: 'accuracy', text: 'share of correct responses in the group' },
    'L_{\\min}': { is: 'shortest', text: 'length of the shortest correct response of the group' },
    '|y_i|': { is: 'length', text: 'length of the response' },
  },
  claim:
    'The model’s own short answers show that length is often waste. On length-budget watch the length of correct answers beside Dr. GRPO’s. The accuracy factor is there to spare hard problems. The paper’s companion, steering activations, is not part of this.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Only the idea is published in the abstract: the exact reward is assumed here.',
    'The standard is relative: as the policy shortens, so does the standard, without an end.',
    'Other rewards than 0 and 1 are replaced: what counts is whether the verifier accepts.',
  ],
  versusGrpo: 'Correct answers compete in brevity, in proportion to how well the problem is solved.',
  tasks: ['length-budget', 'modular-arithmetic'],
  slots: {
    advantage: 'dr-grpo',
    reward: reward({
      needs: ['correct'],
      params: {
        brevity: number({
          label: 'Brevity k',
          default: 0.5,
          min: 0,
          max: 0.99,
          note: 'Below 1 every correct answer beats every wrong one.',
        }),
      },
      compute: (batch, { brevity }) => {
        const length = lengths(batch)
        const shortest = new Float32Array(batch.rollouts)
        const accuracy = new Float32Array(batch.rollouts)
        const total = new Float32Array(batch.rollouts)
        for (const members of groupMembers(batch)) {
          const right = members.filter(i => batch.correct[i] === 1)
          const least = Math.min(...right.map(i => Math.max(1, length[i]!)))
          for (const i of members) {
            accuracy[i] = right.length / members.length
            shortest[i] = right.length > 0 ? least : 0
          }
          for (const i of right) total[i] = 1 - brevity * accuracy[i]! * (1 - least / Math.max(1, length[i]!))
        }
        return {
          reward: total,
          explain: rolloutColumns(['length', 'shortest', 'accuracy'], { length, shortest, accuracy }),
        }
      },
    }),
  },
})
