import { treeFrom } from '../../core/formulas/mcts.ts'
import { stepParams } from '../../core/formulas/searching.ts'
import { defineMethod, search } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { stepBeams } from './step-beam.math.ts'

/** Golden: MARIO-Math-Reasoning/Super_MARIO mcts_math/agents/step_beam.py, SBSREACT.select_next_step (c11d2f2). */
export default defineMethod({
  id: 'step-beam',
  title: 'Step-level beam search',
  paper: {
    title: 'AlphaMath almost zero: process supervision without process',
    id: '2405.03553',
    year: 2024,
  },
  idea: 'A few beams; each draws several next steps, a value model ranks all of them, the best go on, and one that finishes leaves the beam narrower.',
  formula: String.raw`\mathcal B_{t+1} = \text{top}_{B_1}\big\{v(y_{\le t}\, s_m) : y_{\le t} \in \mathcal B_t,\; m \le B_2\big\}, \qquad B_1 \leftarrow B_1 - |\text{finished}|`,
  symbols: {
    'v(y_{\\le t}\\, s_m)': { is: 'judgedValue', text: 'what the judge says of a beam with its next step' },
    B_1: { is: 'beams', text: 'beams at the start; it never grows' },
    B_2: { is: 'stepTries', text: 'next steps that each beam draws' },
  },
  claim:
    'Most of a tree search at the price of a beam: no tree is kept and nothing is visited twice. With one beam it is greedy by the judge.',
  panel: 'search',
  confidence: 'code-verified',
  pitfalls: [
    'A response that finishes early takes a place of the beam with it, good or bad.',
    'Of equal values the step that was drawn first goes on.',
  ],
  versusGrpo: 'Nothing is trained: responses are weeded while they are written.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a trained value head; its error is a parameter.',
  tasks: ['token-tree', 'combination-chain', 'fork-tokens'],
  trains: false,
  slots: {
    search: search({
      params: {
        stepTokens: stepParams.stepTokens,
        beams: number({
          label: 'Beams B₁',
          default: 3,
          paper: 3,
          min: 1,
          max: 64,
          integer: true,
          note: 'One fewer with each that finishes.',
        }),
        stepTries: number({
          label: 'Next steps per beam B₂',
          default: 5,
          paper: 5,
          min: 1,
          max: 64,
          integer: true,
          note: 'Equal ones are one.',
        }),
      },
      compute: async (handle, _, { beams, stepTries, stepTokens }) => {
        const { root, finished } = await stepBeams(handle, { width: beams, tries: stepTries, stepTokens })
        return { candidates: finished.map(({ tokens }) => tokens), tree: treeFrom(root) }
      },
    }),
    selection: 'best-of-n',
  },
})
