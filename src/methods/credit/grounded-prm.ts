import { groupMembers } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { judgedSteps, verdictsOf } from '../../core/formulas/process-reward.ts'
import { mean, standardise, std } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: derived; how tool and outcome are fused is assumed from the README of the official repository. */
export default defineMethod({
  id: 'grounded-prm',
  title: 'GroundedPRM',
  paper: { title: 'GroundedPRM: tree-guided and fidelity-aware process reward modeling', id: '2510.14942', year: 2025 },
  idea: 'Check each step with a tool and judge it by what follows as well: a step is worth the mean verdict of the later steps plus the final answer’s.',
  formula: String.raw`\hat A_t = \frac{u_t - \operatorname{mean}(u)}{\operatorname{std}(u) + 10^{-6}}, \qquad u_k = v_k + \operatorname{mean}_{j > k} v_j + \beta F`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t: worth of its step, normalised over the steps of the group' },
    v_k: { is: 'verdict', text: 'the tool’s verdict on step k: 1 or -1' },
    u_t: { is: 'stepWorth', text: 'worth of the step of token t' },
    '\\operatorname{mean}_{j > k} v_j + \\beta F': {
      is: 'nodeValue',
      text: 'mean verdict of the later steps and the final verdict',
    },
    '\\beta': { is: 'finalWeight', text: 'weight of the final verdict F, 1 or -1' },
  },
  claim:
    'Outcome alone blames right steps for later slips, the tool alone cannot see a step that leads nowhere; together they disagree only where one of them errs. The paper grows a search tree and trains a reward model on many labels; here the group’s responses stand in for the tree, and its results are not reproduced. On prm-hack much depends on β: slide it.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'The fusion of verdicts and outcome is an assumption: the paper’s abstract does not print it.',
    'A tool that likes filler passes that on, as on prm-hack.',
  ],
  versusGrpo: 'Verdicts on single steps and on what follows them take the place of one reward per response.',
  tasks: ['prm-hack'],
  standIn:
    'The group’s own responses and the task’s error-free rule of judging take the place of a search tree and tools; the paper trains a reward model on what these label.',
  slots: {
    aggregation: 'token-mean',
    credit: credit({
      needs: ['processReward', 'correct'],
      params: {
        finalWeight: number({
          label: 'Weight of the outcome β',
          default: 8,
          min: 0,
          max: 10,
          note: '0 believes the tool alone; at 1 filler wins, which no tool calls wrong.',
        }),
      },
      compute: (batch, { finalWeight }) => {
        const token = () => new Float32Array(batch.token.length)
        const [share, verdict, nodeValue, stepWorth] = [token(), token(), token(), token()]
        for (const all of groupMembers(batch)) {
          const members = all.filter(i => !Number.isNaN(batch.reward[i]!))
          const worth = members.flatMap(i => {
            const verdicts = verdictsOf(batch, i)
            const final = finalWeight * (2 * batch.correct[i]! - 1)
            return judgedSteps(batch, i).map(({ start, end }, k) => {
              const later = verdicts.slice(k + 1)
              const value = (later.length > 0 ? mean(later) : 0) + final
              verdict.fill(verdicts[k]!, start, end)
              nodeValue.fill(value, start, end)
              stepWorth.fill(verdicts[k]! + value, start, end)
              return { start, end, of: verdicts[k]! + value }
            })
          })
          const values = worth.map(step => step.of)
          const [centre, spread] = [mean(values), std(values, 0)]
          for (const step of worth) share.fill(standardise(step.of - centre, spread, 1e-6), step.start, step.end)
        }
        return {
          credit: share.map((a, t) => (batch.mask?.[t] === 0 ? 0 : a)),
          explain: tokenColumns({ verdict, nodeValue, stepWorth }),
        }
      },
    }),
  },
})
