import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { refined, refinements } from './glore.math.ts'

/** Golden: derived, the chance of a label of the stepwise model. */
export default defineMethod({
  id: 'glore',
  title: 'GLoRe',
  paper: {
    title: 'GLoRe: when, where, and how to improve LLM reasoning via global and local refinements',
    id: '2402.10963',
    year: 2024,
  },
  idea: 'Ask whether a draft is wrong, where it went wrong, and mend it there or from the start; then hand out the best of draft and mended ones.',
  formula: String.raw`\text{keep } y_{\le t^*}, \quad t^* = \max\{t : 1 - (1 - v(y_{\le t}))^K \ge \tfrac12\}`,
  symbols: {
    'v(y_{\\le t})': { is: 'judgedValue', text: 'what the judge says of the draft up to step t' },
    K: { is: 'sormSamples', text: 'continuations of which one must be right for a step to count as solvable' },
  },
  claim:
    'Mending at the right place keeps what was good: it pays on long problems that break at one step, and costs less than a new draft. A step that can still be saved counts as good, so that drafts are cut late. Compare with best of n at the same tokens.',
  panel: 'groups',
  confidence: 'paper-verified',
  pitfalls: [
    'A model trained on outcomes calls good beginnings of failed drafts bad; the stepwise one asks whether anything could still be made of them.',
    'With K large every step that can be saved at all is kept, and the mended response inherits a hopeless position.',
    'A judge that over-rates a wrong draft stops before anything is mended.',
  ],
  versusGrpo: 'Nothing is trained here: drafts are mended and chosen from. The paper trains who mends them.',
  standIn:
    'One judge, the exact chance of success with an error added, stands for the outcome model and, through its chance of one success among K, for the stepwise one. Mending is drawing again: the small policy is not shown its draft, as the trained refiners are.',
  tasks: ['combination-chain', 'token-tree', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        stepTokens: stepParams.stepTokens,
        sormSamples: number({
          label: 'Continuations K',
          default: 8,
          paper: 8,
          min: 1,
          max: 64,
          integer: true,
          note: 'A step is solvable where one of so many would be right; 1 asks for the chance itself.',
        }),
        mendBelow: number({
          label: 'Mend below',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'Drafts that are judged lower are mended; 0 mends none, 1 all.',
        }),
        refineHow: choice({
          label: 'Mend',
          options: refinements,
          default: 'both',
          paper: 'both',
          meaning: {
            both: 'from the start and from the first wrong step',
            global: 'from the start',
            local: 'from the first wrong step',
          },
        }),
      },
      compute: async (handle, groupSize, { stepTokens, sormSamples, mendBelow, refineHow }) => ({
        candidates: await refined(handle, groupSize, {
          stepTokens,
          samples: sormSamples,
          mendBelow,
          refine: refineHow,
        }),
      }),
    }),
    selection: 'best-of-n',
  },
})
