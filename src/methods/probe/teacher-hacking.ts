import { maskOf } from '../../core/batch.ts'
import { mean, type Numbers } from '../../core/math.ts'
import { defineMethod, probe } from '../../core/method.ts'

/** [T] log-probability under the student minus another's; 0 where the mask is 0. */
const leadOver = (student: Numbers, other: Numbers, mask: Numbers): Float32Array =>
  Float32Array.from(student, (logp, t) => (mask[t] === 0 ? 0 : logp - other[t]!))

/** Golden: derived, exact distillation of one softmax; its loss is GKD's. */
export default defineMethod({
  id: 'teacher-hacking',
  title: 'Teacher hacking',
  paper: { title: 'On teacher hacking in language model distillation', id: '2502.02671', year: 2025 },
  idea: 'Distil from a teacher that is itself imperfect, and measure two distances at once: to the teacher, which training lowers, and to the oracle, which is what was wanted.',
  formula: String.raw`D_T = \operatorname{mean}_t\, \log\pi(y_t) - \log p_T(y_t), \qquad D_O = \operatorname{mean}_t\, \log\pi(y_t) - \log p_O(y_t)`,
  symbols: {
    D_T: { is: 'toTeacher', text: 'distance to the teacher, per token: the proxy' },
    D_O: { is: 'toOracle', text: 'distance to the oracle, per token: what was wanted' },
    '\\log\\pi(y_t)': { is: 'oldLogp', text: 'log-probability under the student that wrote it' },
    '\\log p_T(y_t)': { is: 'teacherLogp', text: 'under the teacher' },
    '\\log p_O(y_t)': { is: 'oracleLogp', text: 'under the oracle' },
  },
  claim:
    'The proxy falls as long as anything is learned. The distance to the oracle falls with it while teacher and oracle agree, and then may stop, or rise: the student learns the teacher’s faults. Fresh responses at every step, as here, are the paper’s remedy; its U-turn is of students that see the same few texts again and again.',
  panel: 'credit',
  confidence: 'paper-verified',
  pitfalls: [
    'Distances are estimated on the student’s own responses: reverse KL. On the oracle’s texts they would be other numbers.',
    'What the student says and the oracle would never say costs as much as the floor of log-probabilities allows.',
    'A proxy that falls tells nothing about hacking; without an oracle only the bend of its curve in log-log is left.',
  ],
  versusGrpo: 'No reward and no advantage: a teacher’s distribution is matched, and somebody looks who is right.',
  tasks: ['token-tree', 'fork-tokens', 'bandit'],
  standIn:
    'The oracle is the exact optimum at a price of KL to the reference, the teacher a stronger start of the same small policy, in place of a large model and one that was tuned on its texts. The student always writes itself: fixed sets of the teacher’s texts are left out.',
  defaults: { gkdBeta: 0 },
  slots: {
    objective: 'gkd',
    aggregation: 'token-mean',
    probe: probe({
      needs: ['oldLogp', 'teacherLogp', 'oracleLogp'],
      compute: batch => {
        const mask = maskOf(batch)
        const toTeacher = leadOver(batch.oldLogp, batch.teacherLogp, mask)
        const toOracle = leadOver(batch.oldLogp, batch.oracleLogp, mask)
        const own = (values: Float32Array) => mean(values.filter((_, t) => mask[t] !== 0))
        return {
          metrics: { toTeacher: own(toTeacher), toOracle: own(toOracle) },
          explain: {
            toTeacher: { extent: 'token', values: toTeacher, signed: true },
            toOracle: { extent: 'token', values: toOracle, signed: true },
          },
        }
      },
    }),
  },
})
