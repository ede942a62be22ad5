import { aggregateParams } from '../../core/formulas/judged.ts'
import { treeOf } from '../../core/formulas/search-tree.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { beamSearch } from './beam-search.math.ts'

/** Golden: huggingface/search-and-learn src/sal/search/beam_search.py, _beam_search (6f81cac). */
export default defineMethod({
  id: 'beam-search',
  title: 'Beam search with a judge',
  paper: {
    title: 'Scaling LLM test-time compute optimally can be more effective than scaling model parameters',
    id: '2408.03314',
    year: 2024,
  },
  idea: 'Let n responses take a step, keep the best of them by a judge, copy these until there are n again, and go on.',
  formula: String.raw`\mathcal B_{t+1} = \text{top}_{n/M}\big\{ v(y_{\le t+1}) : y_{\le t} \in \mathcal B_t \big\}`,
  symbols: {
    'v(y_{\\le t+1})': { is: 'judgedValue', text: 'what the judge says of a response so far' },
    M: { is: 'beamWidth', text: 'one of so many goes on' },
    n: { is: 'group', text: 'beams: the size of the group' },
  },
  claim:
    'On hard problems, where whole responses are hardly ever right, judging every step finds what best of n does not. It finds the judge’s errors as well, and where most draws are right anyhow it only loses variety.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'Beams that finish early and badly fill the list before better ones do, unless the finished are sorted.',
    'Of equal scores the later beam is kept, as sorting upwards leaves them.',
    'Copies of one beam differ only in what they draw next.',
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
        beamWidth: number({
          label: 'Beam width M',
          default: 4,
          paper: 4,
          min: 1,
          max: 64,
          integer: true,
          note: 'Of n beams n / M go on, at least one.',
        }),
        duplicateBeams: choice({
          label: 'Equal beams',
          options: ['keep', 'drop'],
          default: 'keep',
          paper: 'keep',
          meaning: { keep: 'are all candidates for going on', drop: 'count once' },
        }),
        finishedBeams: choice({
          label: 'Finished beams',
          options: ['first', 'best'],
          default: 'first',
          paper: 'first',
          meaning: { first: 'the first n that finish come out', best: 'the n of best score come out' },
        }),
      },
      compute: async (handle, groupSize, params) => {
        const { frontiers, paths } = await beamSearch(
          handle,
          {
            beams: groupSize,
            width: params.beamWidth,
            stepTokens: params.stepTokens,
            maxSteps: params.maxSteps,
            aggregate: params.stepAggregate,
          },
          { duplicates: params.duplicateBeams, completed: params.finishedBeams },
        )
        return { candidates: paths.map(({ tokens }) => tokens), tree: treeOf([...frontiers.flat(), ...paths]) }
      },
    }),
    selection: 'best-of-n',
  },
})
