import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { grown, labelled, roleParams } from './malt.math.ts'

/** Source: full text of arXiv 2412.01928 version 3. Golden numbers are derived from its value iteration. */
export default defineMethod({
  id: 'malt',
  title: 'MALT',
  paper: { title: 'MALT: improving reasoning with multi-agent LLM training', id: '2412.01928', year: 2024 },
  idea: 'Let three roles write one after the other, several ways on from each, and judge what each wrote by how its leaves come out.',
  formula: String.raw`V(\text{node}) = \operatorname{mean}_{\text{leaves below}} r, \qquad \hat A_t = \begin{cases} 1 & V > \vartheta \\ -w & V \le \vartheta < V(\text{a sibling}) \\ 0 & \text{else} \end{cases}`,
  symbols: {
    V: { is: 'roleValue', text: 'share of right leaves below what a role wrote' },
    r: { is: 'reward', text: 'reward of a leaf, a whole response' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t: what is kept is imitated' },
    w: { is: 'contrast', text: 'weight of what a better sibling stands beside; 0 for the first role' },
    '\\vartheta': { is: 'keepAbove', text: 'value that must be exceeded' },
  },
  claim:
    'Every role is taught from the final verdict alone: a good beginning that later roles spoil is still kept, and the spoiling is not. On token-tree roleValue tells within a response where it was lost. A tree of eight leaves holds two beginnings only, and the policy learns more slowly than with rft, which keeps whole right responses; with groups of 27 it nearly catches up.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'A value of exactly the threshold is not kept: with an even number of branches a half is common.',
    'A tree whose leaves all agree makes no contrast, and one without a right leaf teaches nothing.',
    'Beginnings stand in many leaves: their tokens weigh more than those of the ends.',
    'The paper leaves the first role without contrast, which did not help it.',
  ],
  versusGrpo: 'A group is a tree, and each third of a response has the credit of its own node, cut to a label.',
  tasks: ['token-tree', 'fork-tokens', 'two-attempts'],
  standIn:
    'The roles are pieces of one response by one policy; in the paper they are three models with prompts of their own, trained by imitation and then by DPO on pairs of siblings, in whose place credit of either sign stands.',
  slots: {
    sampler: sampler({
      params: roleParams,
      compute: (handle, problems, groupSize, { roleTokens }) => grown(handle, problems, groupSize, roleTokens),
    }),
    credit: credit({
      params: {
        ...roleParams,
        keepAbove: number({
          label: 'Keep values above θ',
          default: 0.5,
          paper: 0.5,
          min: 0,
          max: 1,
          note: 'Of a node; exactly this is not kept.',
        }),
        contrast: number({
          label: 'Weight of contrast w',
          default: 1,
          min: 0,
          max: 10,
          note: '0 imitates only.',
        }),
      },
      compute: (batch, { roleTokens, keepAbove, contrast }) => {
        const { roleValue, kept, contrasted } = labelled(batch, roleTokens, keepAbove)
        const given = kept.map((own, t) => (batch.mask?.[t] === 0 ? 0 : own - contrast * contrasted[t]!))
        return { credit: given, explain: tokenColumns({ roleValue, kept, contrasted }) }
      },
    }),
  },
})
