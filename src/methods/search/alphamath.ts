import { finishedOf, treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { alphaMath } from './alphamath.math.ts'

/** Golden: MARIO-Math-Reasoning/Super_MARIO mcts_math/nodes/mcts_node.py, MCTSNode.puct and update_recursive (c11d2f2). */
export default defineMethod({
  id: 'alphamath',
  title: 'AlphaMath (tree)',
  paper: {
    title: 'AlphaMath almost zero: process supervision without process',
    id: '2405.03553',
    year: 2024,
  },
  idea: 'A tree of steps in the manner of AlphaZero: go down by value and by how likely the policy finds a step, ask a value model at the leaf, and add its answer up to the root.',
  formula: String.raw`\mathrm{PUCT} = Q + c\,\pi(s)\,\frac{\sqrt{N_p}}{1 + N}, \qquad Q = \frac{1}{N}\sum v, \qquad N = \text{visits}`,
  symbols: {
    v: { is: 'judgedValue', text: 'what the judge says at a leaf, stretched from -1 to 1' },
    c: { is: 'puctExploration', text: 'how much the policy’s own liking counts' },
  },
  claim:
    'The prior keeps the tree near what the policy would say, so that few simulations do not scatter; steps that the policy finds unlikely are opened late, however good they are.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'Only children that have not finished are gone into: a finished one is judged once, when its place is opened.',
    'A child that was never visited has Q = 0, which is better than a known bad one.',
  ],
  versusGrpo:
    'Nothing is trained here: the policy is searched. The paper trains policy and value on what searches found.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a value head; finished responses are judged by it too, because no answer is known at inference. Training on found paths is left out.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...treeParams,
        stepTokens: stepParams.stepTokens,
        puctExploration: number({ label: 'Exploration c', default: 1.25, paper: 1.25, min: 0, max: 10 }),
      },
      compute: async (handle, _, params, { draw }) => {
        const root = await alphaMath(
          handle,
          {
            simulations: params.simulations,
            branches: params.treeBranches,
            stepTokens: params.stepTokens,
            c: params.puctExploration,
          },
          draw,
        )
        return { candidates: await finishedOf(handle, root), tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
