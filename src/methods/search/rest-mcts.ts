import { finishedOf, treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { inferredTargets, targetColumn, verifiedTrees } from '../../core/formulas/value-targets.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, probe, search } from '../../core/method.ts'
import { restMcts, restParams } from './rest-mcts.math.ts'

/** Golden: THUDM/ReST-MCTS MCTS/mcts.py, getBestChild, and MCTS/base.py (2d5f488). */
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
    V_p: {
      is: 'valueTarget',
      text: 'what the paper would teach a value model of a place, once responses are verified',
    },
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
    'The judge is the exact chance of success with an error added, in place of a value model trained on targets inferred from trees; the targets are shown and teach nobody, and the self-training around the search is left out.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...treeParams,
        stepTokens: stepParams.stepTokens,
        ...restParams,
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
    probe: probe({
      needs: ['correct'],
      params: { stepTokens: stepParams.stepTokens },
      compute: (batch, { stepTokens }) => ({
        metrics: {
          treesThatTeach: mean(
            verifiedTrees(batch, stepTokens).map(tree =>
              inferredTargets(tree).some(({ reaches }) => reaches) ? 1 : 0,
            ),
          ),
        },
        explain: { valueTarget: { extent: 'token', values: targetColumn(batch, stepTokens), signed: false } },
      }),
    }),
  },
})
