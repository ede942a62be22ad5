import { finishedOf, treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { restMcts } from './rest-mcts.math.ts'

/** Golden: THUDM/ReST-MCTS MCTS/mcts.py, getBestChild (2d5f488). */
export default defineMethod({
  id: 'rest-mcts',
  title: 'ReST-MCTS*',
  paper: {
    title: 'ReST-MCTS*: LLM self-training via process reward guided tree search',
    id: '2406.03816',
    year: 2024,
  },
  idea: 'Grow a tree of steps: go down where the value is high or little is known, open a place, look ahead greedily from its best child, and carry values back up as means.',
  formula: String.raw`\text{score} = V_c + \epsilon\sqrt{\frac{2\log N_p}{N_c}}, \qquad V_p = \frac{\sum_c N_c V_c}{\sum_c N_c}, \qquad N = \text{visits}`,
  symbols: {
    '\\epsilon': { is: 'treeExploration', text: 'how much rarity counts' },
    V_c: { is: 'judgedValue', text: 'at first what the judge says of the place' },
  },
  claim:
    'Tokens go where they decide: places that look poor are opened late or never. Under the same budget as best of n it pays most on hard problems with a judge that errs little.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'A child that was never visited is worth one more than its value, not infinitely much: it need not be tried.',
    'Children whose score is 0 or below are never gone into.',
    'A search ends at the first finished response that is judged good enough: an over-rated one ends it too early.',
  ],
  versusGrpo:
    'Nothing is trained here: the policy is searched. The paper trains it, and the judge, on what searches found.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a value model trained on targets inferred from trees; the self-training around the search is left out.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...treeParams,
        stepTokens: stepParams.stepTokens,
        treeExploration: number({ label: 'Exploration ε', default: 0.7, paper: 0.7, min: 0, max: 10 }),
        lookAheadShare: number({
          label: 'Share of the look ahead α',
          default: 0.5,
          paper: 0.5,
          min: 0,
          max: 1,
          note: 'How far a child’s value moves to the best that was seen below it.',
        }),
        lookAheadSteps: number({
          label: 'Steps looked ahead',
          default: 3,
          paper: 3,
          min: 0,
          max: 64,
          integer: true,
          note: 'Each draws and judges.',
        }),
        lookAheadTries: number({
          label: 'Tries per step ahead',
          default: 1,
          paper: 1,
          min: 1,
          max: 16,
          integer: true,
          aside: true,
          note: 'The best of them goes on.',
        }),
        endGate: number({
          label: 'Good enough',
          default: 0.9,
          paper: 0.9,
          min: 0,
          max: 1,
          note: 'A finished response that is judged so ends the search.',
        }),
      },
      compute: async (handle, _, params, { draw }) => {
        const root = await restMcts(
          handle,
          {
            simulations: params.simulations,
            branches: params.treeBranches,
            stepTokens: params.stepTokens,
            c: params.treeExploration,
            alpha: params.lookAheadShare,
            ahead: params.lookAheadSteps,
            aheadTries: params.lookAheadTries,
            gate: params.endGate,
          },
          draw,
        )
        return { candidates: await finishedOf(handle, root), tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
