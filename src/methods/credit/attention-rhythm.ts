import { spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { rhythmOf, rhythmParams } from '../../core/formulas/attention-rhythm.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived from arXiv 2510.13554, eqs. 7, 8, 13-18; the thresholds are those of a third party. */
export default defineMethod({
  id: 'attention-rhythm',
  title: 'Attention rhythm',
  paper: {
    title:
      'Attention illuminates LLM reasoning: the preplan-and-anchor rhythm enables fine-grained policy optimization',
    id: '2510.13554',
    year: 2025,
  },
  idea: 'Read in the attention maps where a response begins a new chunk and which tokens the rest keeps looking back at, and raise the credit of those.',
  formula: String.raw`\hat A_t = \begin{cases} \gamma_t\, \hat A_i & \hat A_i \ge 0 \\ \hat A_i & \text{else}\end{cases}, \quad \gamma_t = 1 + (\gamma - 1)\big(a_t - \alpha\, d_t + \alpha\, b_t\big)`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\gamma_t': { is: 'factor', text: 'how much more it counts' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of its response' },
    a_t: { is: 'anchor', text: '1 = later tokens look back at it' },
    d_t: { is: 'dominated', text: '1 = such an anchor, inside a chunk that an earlier token opened' },
    b_t: { is: 'intro', text: '1 = the token that opened it' },
    '\\alpha': { is: 'handBack', text: 'share of the bonus that goes there' },
    '\\gamma': { is: 'rhythmRaise', text: 'how much an anchor counts; 1 is GRPO' },
  },
  claim:
    'The look-back rises through a chunk and falls back where the next begins; watch look-back and influence over the tokens of an expression. The paper reports a clear gain on countdown.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'The paper prints a sum of bonuses; a third-party code lets the later rule overwrite the earlier one.',
    'The thresholds for dominated anchors are not given: here, the lower medians of the response.',
    'The paper’s windows (10, and 10 to 50 ahead) are made for long texts; of a response shorter than that nothing would be an anchor.',
    'The paper reads the middle layers of a deep network; here all layers are read, 30 % of the heads as local, 30 % as global.',
  ],
  versusGrpo: 'Praise is raised at tokens that the attention maps single out; blame is left as it is.',
  tasks: ['countdown', 'modular-arithmetic'],
  conventions: { paper: { lookBack: 10, aheadFrom: 10, aheadTo: 50 } },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'lookDistance', 'lookInfluence'],
      params: {
        ...rhythmParams,
        rhythmRaise: number({ label: 'Factor γ', default: 1.5, paper: 1.5, min: 1, max: 5, note: '1 is GRPO.' }),
        handBack: number({ label: 'Handed back α', default: 0.5, min: 0, max: 1 }),
      },
      compute: (batch, { rhythmRule, rhythmShare, rhythmRaise, handBack, introReach }) => {
        const given = { rule: rhythmRule, share: rhythmShare, raise: rhythmRaise, handBack, reach: introReach }
        const rows = Array.from(batch.group, (_, i) => {
          const own = (column: Float32Array) => [...column.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])]
          return rhythmOf(own(batch.lookDistance), own(batch.lookInfluence), given)
        })
        const names = ['jump', 'local', 'anchor', 'dominated', 'intro', 'factor'] as const
        const columns = names.map(name => [name, Float32Array.from(rows.flatMap(row => row[name]))] as const)
        const factor = Float32Array.from(rows.flatMap(row => row.factor))
        const share = spread(batch, batch.advantage)
        return {
          credit: share.map((a, t) => (a >= 0 ? a * factor[t]! : a)),
          explain: tokenColumns(Object.fromEntries(columns)),
        }
      },
    }),
  },
})
