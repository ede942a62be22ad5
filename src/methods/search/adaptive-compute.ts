import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawnUntil } from './adaptive-compute.math.ts'

/** Golden: derived, by dynamic programming over the best so far. */
export default defineMethod({
  id: 'adaptive-compute',
  title: 'Adaptive best of n',
  paper: {
    title: 'Adaptive inference-time compute: LLMs can predict if they can do better, even mid-generation',
    id: '2410.02725',
    year: 2024,
  },
  idea: 'Draw responses one after another, and stop as soon as another is unlikely to be better than the best so far.',
  formula: String.raw`\text{stop when}\;\; v_0\,\big(1 - \max_i v(y_i)\big) \le 1 - \tau`,
  symbols: {
    'v(y_i)': { is: 'judgedValue', text: 'what the judge says of response i' },
    v_0: {
      is: 'answer',
      text: 'what the judge says before anything is answered: the chance that a new answer is right',
    },
    '\\tau': { is: 'stopThreshold', text: 'how sure to be that another draw is not better' },
  },
  claim:
    'Easy problems take one or two draws, hard ones many: most of the gain of a fixed n for a fraction of its tokens. Hopeless problems stop at once as well, because another draw is not better.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A judge that over-rates what it sees stops too early, and one that over-rates the problem draws in vain.',
    'A threshold of 0 is one draw; of 1 it is always the most, unless the judge is certain.',
  ],
  versusGrpo: 'Nothing is trained: the group is as large as it is worth.',
  standIn:
    'The paper trains the model to say itself whether starting again would do better; here that is computed of two answers of a judge, the exact chance of success with an error added. Stopping in the middle of a response is left out.',
  tasks: ['token-tree', 'fork-tokens', 'combination-chain'],
  trains: false,
  slots: {
    search: search({
      params: {
        stopThreshold: number({ label: 'Sure by τ', default: 0.9, paper: 0.9, min: 0, max: 1 }),
        mostDraws: number({
          label: 'Draws at most',
          default: 16,
          paper: 16,
          min: 1,
          max: 1024,
          integer: true,
          note: 'Then the best so far is taken. The group size is not read.',
        }),
      },
      compute: async (handle, _, { stopThreshold, mostDraws }) => ({
        candidates: await drawnUntil(handle, { threshold: stopThreshold, most: mostDraws }),
      }),
    }),
    selection: 'best-of-n',
  },
})
