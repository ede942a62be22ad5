import { treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { vmMcts } from './vm-mcts.math.ts'

/** Golden: THUDM/ReST-RL algorithms/MCTS/mcts.py, MCTS.UCT and MCTS.expand (b86959b). */
export default defineMethod({
  id: 'vm-mcts',
  title: 'VM-MCTS',
  paper: {
    title: 'ReST-RL: achieving accurate code reasoning of LLMs with optimized self-training and decoding',
    id: '2508.19576',
    year: 2025,
  },
  idea: 'Open a place of the tree with whole responses: their first steps become its children, the whole responses are kept as candidates, and only the best children may be gone into.',
  formula: String.raw`\mathrm{UCT} = V + c\sqrt{\frac{1 + \log N_p}{\varepsilon + N}}, \qquad V = \frac{1}{N}\sum v, \qquad N = \text{visits}`,
  symbols: {
    v: { is: 'judgedValue', text: 'what the judge says of a place, counted once for each response that passes' },
    c: { is: 'uctExploration', text: 'how much rarity counts' },
    '\\varepsilon': { is: 'uctEpsilon', text: 'keeps places finite where nobody has been' },
  },
  claim:
    'Every opening leaves finished responses behind, so that even a short search has something to choose from; it costs whole responses where other trees draw single steps.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'A child that is not among the best when its place is opened is never seen again.',
    'A step that is drawn several times counts several times, with the same value.',
  ],
  versusGrpo:
    'Nothing is trained here: the policy is searched. The paper’s training half is another method, ReST-GRPO.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a value model trained on rewards of finished programs.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        simulations: treeParams.simulations,
        stepTokens: stepParams.stepTokens,
        openingSamples: number({
          label: 'Responses per opening',
          default: 5,
          paper: 5,
          min: 1,
          max: 64,
          integer: true,
          note: 'Each is drawn to its end.',
        }),
        openDecisions: number({
          label: 'Children that stay open',
          default: 3,
          paper: 3,
          min: 1,
          max: 64,
          integer: true,
          note: 'Those of the largest value.',
        }),
        uctExploration: number({ label: 'Exploration c', default: 0.1, paper: 0.1, min: 0, max: 10 }),
        uctEpsilon: number({ label: 'Floor ε', default: 0.1, paper: 0.1, min: 0.001, max: 10, aside: true }),
      },
      compute: async (handle, _, params) => {
        const { root, completions } = await vmMcts(handle, {
          simulations: params.simulations,
          samples: params.openingSamples,
          decisions: params.openDecisions,
          stepTokens: params.stepTokens,
          c: params.uctExploration,
          epsilon: params.uctEpsilon,
        })
        return { candidates: completions, tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
