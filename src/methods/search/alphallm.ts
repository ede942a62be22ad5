import { finishedOf, treeFrom } from '../../core/formulas/mcts.ts'
import { treeParams } from '../../core/formulas/mcts-params.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { alphaLlm, scoreParams } from './alphallm.math.ts'

/** Golden: YeTianJHU/AlphaLLM search/mcts.py, update_n_total_children and best_child (7a815a3). */
export default defineMethod({
  id: 'alphallm',
  title: 'AlphaLLM',
  paper: {
    title: 'Toward self-improvement of LLMs via imagination, searching, and criticizing',
    id: '2404.12253',
    year: 2024,
  },
  idea: 'A tree whose places grow wider where their children differ: tokens go to the forks that decide. A place is scored by a value and by whole continuations.',
  formula: String.raw`\mathrm{UCB} = q + c\sqrt{\frac{\log N_p}{N}}, \qquad \text{width} = \max\big(\text{width},\, \lfloor f\, \max_i |q_i - \bar q| \rfloor\big), \qquad N = \text{visits}`,
  symbols: {
    q: { is: 'judgedValue', text: 'mean of the scores below a place: judgements of it and of continuations' },
    c: { is: 'ucbExploration', text: 'how much rarity counts' },
    f: { is: 'widthFactor', text: 'how much wider a place becomes where its children differ' },
  },
  claim:
    'A wider place where it matters, at the same number of simulations. With the paper’s factor and two scores between 0 and 1 the width hardly ever grows: raise the factor to see it.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'The width never falls, and a place whose next step repeats stays as wide as it is.',
    'Continuations cost whole responses for every new place.',
  ],
  versusGrpo: 'Nothing is trained here: the policy is searched. The paper trains it on what searches found.',
  standIn:
    'One judge, the exact chance of success with an error added, stands for value, process and outcome critics; made-up prompts and training on found answers are left out.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        ...treeParams,
        stepTokens: stepParams.stepTokens,
        widthFactor: number({
          label: 'Widening f',
          default: 2,
          paper: 2,
          min: 0,
          max: 100,
          note: 'Times the difference between children.',
        }),
        widthCap: number({
          label: 'Widest',
          default: 10,
          paper: 10,
          min: 1,
          max: 64,
          integer: true,
          aside: true,
          note: 'Widening goes no further.',
        }),
        ucbExploration: number({ label: 'Exploration c', default: 1, paper: 1, min: 0, max: 10 }),
        ...scoreParams,
      },
      compute: async (handle, _, params) => {
        const root = await alphaLlm(handle, {
          simulations: params.simulations,
          width: params.treeBranches,
          factor: params.widthFactor,
          cap: params.widthCap,
          stepTokens: params.stepTokens,
          c: params.ucbExploration,
          valueWeight: params.valueWeight,
          rolloutWeight: params.rolloutWeight,
          rollouts: params.fastRollouts,
        })
        return { candidates: await finishedOf(handle, root), tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
