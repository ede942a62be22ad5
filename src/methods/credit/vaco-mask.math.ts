/** Which tokens a far response gives up: by its distance and the advantage's sign, or by ratios alone. */
import { type Batch, lengths, maskOf, rolloutOfToken, spread, type With } from '../../core/batch.ts'
import { clamp } from '../../core/math.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'

export const maskParams = {
  maskBy: choice({
    label: 'Mask by',
    options: ['distance', 'token', 'geometric'],
    default: 'distance',
    meaning: {
      distance: 'the response’s distance, and only tokens that would widen it',
      token: 'each token’s ratio, whatever the advantage',
      geometric: 'the geometric mean of the response’s ratios, whatever the advantage',
    },
  }),
  maskHigh: number({
    label: 'Mask above',
    default: 0.3,
    by: { 'open-instruct': 0 },
    min: 0,
    max: 100,
    scale: 'log',
    note: 'Largest distance, or ratio, that is left alone; 0 is no bound.',
  }),
  maskLow: number({
    label: 'Mask below',
    default: 0,
    by: { 'open-instruct': 0 },
    min: 0,
    max: 100,
    aside: true,
    note: 'Least distance, or ratio, that is left alone; 0 is no bound.',
  }),
} as const satisfies ParamSpecs

/** open-instruct's limit of the log-ratio. */
const limit = 10

/** [n] mean over each response's generated tokens. */
function responseMeans(batch: Batch, values: Float32Array): Float32Array {
  const [own, owner, length] = [maskOf(batch), rolloutOfToken(batch), lengths(batch)]
  const total = new Float64Array(batch.rollouts)
  values.forEach((value, t) => {
    total[owner[t]!]! += own[t]! * value
  })
  return Float32Array.from(total, (sum, i) => sum / Math.max(1, length[i]!))
}

/**
 * [T] `kept` 1 for tokens that train, [n] `divergence` the mean of |ratio - 1|, [T] `share` the advantage at each token.
 * Source: open-instruct grpo_utils.compute_rho_correction (e6c3044); bounds of 0 are none.
 */
export function keptByVaco(
  batch: With<'advantage' | 'oldLogp' | 'samplerLogp'>,
  { maskBy, maskHigh, maskLow }: Values<typeof maskParams>,
) {
  const [own, owner] = [maskOf(batch), rolloutOfToken(batch)]
  const log = batch.oldLogp.map((logp, t) => own[t]! * clamp(logp - batch.samplerLogp[t]!, -limit, limit))
  const ratio = log.map(Math.exp)
  const divergence = responseMeans(
    batch,
    ratio.map(value => Math.abs(value - 1)),
  )
  const geometric = responseMeans(batch, log).map(Math.exp)
  const judged = (t: number): number =>
    ({ distance: divergence[owner[t]!]!, token: ratio[t]!, geometric: geometric[owner[t]!]! })[maskBy]
  const beyond = (value: number): boolean => (maskHigh > 0 && value > maskHigh) || (maskLow > 0 && value < maskLow)
  const share = spread(batch, batch.advantage)
  const widens = (t: number): boolean => maskBy !== 'distance' || Math.sign(log[t]!) * share[t]! > 0
  const kept = own.map((mark, t) => (beyond(judged(t)) && widens(t) ? 0 : mark))
  return { kept, divergence, share }
}
