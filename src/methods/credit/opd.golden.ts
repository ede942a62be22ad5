/** NeMo-RL (7ea279a), slime (624b824), tinker-cookbook (9dfcc3a), Trinity-RFT (0.6.0), prime-rl (559b447). */
import type { Convention, ParamValues } from '../../core/params.ts'
import { assignCredit } from '../estimate.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  number,
  padded,
  settings,
  text,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const trainers: Readonly<Record<string, Convention>> = {
  nemo: 'nemo-rl',
  slime: 'slime',
  tinker: 'tinker',
  trinity: 'trinity',
  'prime-rl': 'prime-rl',
}
const conventionOf = ({ params }: GoldenCase): Convention => trainers[text(params.convention)]!

/** The coefficient has another name with each trainer; NeMo has none. */
function weightOf({ params }: GoldenCase): ParamValues {
  const given = params.opd_kl_coef ?? params.kl_penalty_coef ?? params.kl_coef
  return given === undefined ? {} : { distilWeight: number(given) }
}

/** Which of the two the file calls its advantages; pure ones come with none. */
const modes = ['pure', 'added to the advantage', undefined]

const advantages: GoldenFamily = {
  file: 'trainers/opd-advantage',
  ignored: { note: 'says in words what the other keys say' },
  notCompared: { metrics: 'logged metrics' },
  run: c => {
    if (!modes.some(mode => mode === c.params.mode)) throw new Error(`no mode ${c.params.mode}`)
    const { kl_discount_factor: discount } = c.params
    const values = settings('opd', conventionOf(c), {
      ...weightOf(c),
      ...(discount !== undefined && { distilDiscount: number(discount) }),
    })
    const mask = matrix(c.inputs.response_mask)
    const given = c.inputs.advantages ? matrix(c.inputs.advantages) : mask
    const student = matrix(c.inputs.old_log_prob)
    const batch = batchOf({
      mask,
      advantage: given.map(row => row[0]!),
      columns: { oldLogp: student, samplerLogp: student, teacherLogp: matrix(c.inputs.teacher_log_prob) },
    })
    const { credit } = assignCredit(resolveMethod('opd'), values, batch, context).batch
    return { advantages: padded(batch, credit, mask[0]!.length) }
  },
}

/** NeMo weighs by icepop on the sampler's ratio; prime-rl's mark is made from the teacher. */
function settingsOf(c: GoldenCase): ParamValues {
  if (conventionOf(c) === 'prime-rl')
    return { largestFall: number(c.params.low), driftWeight: number(c.params.kl_tau), aggregation: 'token-mean' }
  return {
    aggregation: text(c.params.aggregation),
    samplerCorrection: 'token',
    samplerEffect: 'zero',
    samplerFloor: number(c.params.low),
    samplerCap: number(c.params.high),
  }
}

const losses: GoldenFamily = {
  file: 'trainers/opd-loss',
  ignored: { note: 'says in words what the other keys say' },
  notCompared: { metrics: 'logged metrics', metrics_per_response: 'logged metrics' },
  run: c => {
    const denominator = c.params.denominator ?? 'all valid tokens of the batch'
    if (denominator !== 'all valid tokens of the batch') throw new Error(`no denominator ${denominator}`)
    const oldLogp = matrix(c.inputs.old_log_prob)
    const teacherLogp = matrix(c.inputs.teacher_log_prob)
    const lead = teacherLogp.map((row, i) => row.map((logp, t) => logp - oldLogp[i]![t]!))
    const got = lossOf('opd', settings('opd', conventionOf(c), { klCoefficient: 0, ...settingsOf(c) }), {
      mask: matrix(c.inputs.response_mask),
      columns: {
        logp: matrix(c.inputs.log_prob),
        oldLogp,
        teacherLogp,
        credit: c.inputs.advantages ? matrix(c.inputs.advantages) : lead,
        ...(c.inputs.rollout_log_prob !== undefined && { samplerLogp: matrix(c.inputs.rollout_log_prob) }),
      },
    })
    return { loss: got.loss, grad_log_prob: got.gradient.logp }
  },
}

export default [advantages, losses] satisfies readonly GoldenFamily[]
