import { groupMembers, spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { judgedSteps, verdictsOf } from '../../core/formulas/process-reward.ts'
import { mean } from '../../core/math.ts'
import { credit, defineMethod, probe } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { mixed, processAdvantage, processShare, stepPay, verifierPay } from './rl-tango.math.ts'

/** Source: abstract of arXiv 2505.15034 and notes of readers; the constants of the share are assumed. Golden numbers are derived. */
export default defineMethod({
  id: 'rl-tango',
  title: 'RL Tango',
  paper: {
    title: 'RL Tango: reinforcing generator and verifier together for language reasoning',
    id: '2505.15034',
    year: 2025,
  },
  idea: 'Compare outcomes among siblings and verdicts on steps among all steps of the group, each by itself, and mix: steps at first, outcomes later.',
  formula: String.raw`\hat A_t = (1 - \alpha)\, \hat A^{\mathrm{out}} + \alpha \sum_{k' \ge k(t)} \frac{s_{k'} - \operatorname{mean}(s)}{\operatorname{std}(s)}, \qquad s_k = \pm \tfrac 1{K_i}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\alpha': { is: 'processStart', text: 'share of the steps; it decays over the run' },
    '\\hat A^{\\mathrm{out}}': { is: 'advantage', text: 'GRPO’s advantage of the response' },
    s_k: { is: 'stepPay', text: 'pay of step k: plus or minus one over the number of steps' },
    K_i: { is: 'processReward', text: 'number of steps of the response: where the judge speaks' },
    "s_{k'}": { is: 'processCredit', text: 'summed over this and later steps, in units of the group’s steps' },
  },
  claim:
    'Groups in which all succeed still learn which steps were bad, and the first iterations have a signal at every step. On prm-hack, whose judge calls filler right, the early share of the steps teaches filler too and the policy is slower than with GRPO, until the outcome has taken that back: compare a start of 0 with one of a half.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Mixed before they are scaled, the part with the larger spread would win whatever the share.',
    'The sum over later steps grows with the number of steps: early steps of long responses get the most.',
    'A verifier that is taught from a start where nearly all is wrong learns to say wrong always; the paper weighs its classes.',
  ],
  versusGrpo: 'A share of the credit, large at first, comes from verdicts on steps.',
  tasks: ['prm-hack'],
  standIn:
    'The verifier is the task’s own judge of steps and stays as it is; in the paper it is a language model that learns beside the policy, paid for overall verdicts only.',
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['processReward', 'advantage'],
      params: {
        processStart: number({
          label: 'Share of the steps α',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'At the start; 0 is GRPO.',
        }),
        processDecay: number({
          label: 'Decay of the share',
          default: 0.99,
          min: 0,
          max: 1,
          note: 'Factor per iteration.',
        }),
      },
      compute: (batch, { processStart, processDecay }, { iteration }) => {
        const share = processShare(iteration, processStart, processDecay)
        const outcome = spread(batch, batch.advantage)
        const [paid, process] = [new Float32Array(batch.token.length), new Float32Array(batch.token.length)]
        for (const members of groupMembers(batch)) {
          const pay = members.map(i => stepPay(verdictsOf(batch, i)))
          const standing = processAdvantage(pay)
          members.forEach((i, m) => {
            judgedSteps(batch, i).forEach(({ start, end }, k) => {
              paid.fill(pay[m]![k]!, start, end)
              process.fill(standing[m]![k]!, start, end)
            })
          })
        }
        return {
          credit: outcome.map((own, t) => (batch.mask?.[t] === 0 ? 0 : mixed(own, process[t]!, share))),
          explain: tokenColumns({ stepPay: paid, processCredit: process }),
        }
      },
    }),
    probe: probe({
      needs: ['processReward', 'correct'],
      compute: batch => {
        const overall = [...batch.correct.keys()].map(i => (verdictsOf(batch, i).every(said => said > 0) ? 1 : 0))
        return { metrics: { verifierRight: mean(overall.map((said, i) => verifierPay(said, batch.correct[i]!))) } }
      },
    }),
  },
})
