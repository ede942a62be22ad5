import { aggregateParams } from '../../core/formulas/judged.ts'
import { treeOf } from '../../core/formulas/search-tree.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { diverseTrees } from './dvts.math.ts'

/** Not of the paper but of its first open code. Golden: huggingface/search-and-learn src/sal/search/diverse_verifier_tree_search.py, _dvts (6f81cac). */
export default defineMethod({
  id: 'dvts',
  title: 'DVTS',
  paper: {
    title: 'Scaling LLM test-time compute optimally can be more effective than scaling model parameters',
    id: '2408.03314',
    year: 2024,
  },
  idea: 'Beam search in separate trees: each draws M next steps and goes on with its own best, so that no tree can crowd out another.',
  formula: String.raw`y^{(k)}_{\le t+1} = \arg\max_{m \le M} v\big(y^{(k)}_{\le t}\, s_m\big), \qquad k = 1 \dots n/M`,
  symbols: {
    'v\\big(y^{(k)}_{\\le t}\\, s_m\\big)': {
      is: 'judgedValue',
      text: 'what the judge says of tree k with next step m',
    },
    M: { is: 'treeWidth', text: 'next steps that each tree tries' },
    n: { is: 'group', text: 'responses that come out: the size of the group' },
  },
  claim:
    'More variety than a beam at the same cost: a wrong turn that the judge over-rates takes one tree with it, not all. With one next step per tree it is best of n.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'What comes out of a tree is its last expansion: siblings of one finished response, not n independent ones.',
    'Siblings of the last step that have not finished are left out.',
  ],
  versusGrpo: 'Nothing is trained: responses are weeded while they are written.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a trained process reward model; its error is a parameter.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...stepParams,
        ...aggregateParams,
        treeWidth: number({
          label: 'Next steps M per tree',
          default: 4,
          paper: 4,
          min: 1,
          max: 64,
          integer: true,
          note: 'There are n / M trees, at least one.',
        }),
      },
      compute: async (handle, groupSize, params) => {
        const { frontiers, paths } = await diverseTrees(handle, {
          beams: groupSize,
          width: params.treeWidth,
          stepTokens: params.stepTokens,
          maxSteps: params.maxSteps,
          aggregate: params.stepAggregate,
        })
        const finished = paths.filter(({ tokens }) => handle.isOver(tokens))
        return { candidates: finished.map(({ tokens }) => tokens), tree: treeOf([...frontiers.flat(), ...paths]) }
      },
    }),
    selection: 'best-of-n',
  },
})
