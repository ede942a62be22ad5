/** ms-swift GRPOTrainer._compute_fipo_influence and the loss of _compute_loss_and_metrics (3602360). */
import { flag, type GoldenFamily, lossOf, matrix, number, settings } from '../golden/harness.ts'

/** 0 stands for an option that is off. */
const orOff = (value: unknown): number => (value === null || value === undefined ? 0 : number(value))

export default [
  {
    file: 'trainers/fipo',
    run: ({ inputs, params }) => {
      const mask = matrix(inputs.response_mask)
      const credit = matrix(inputs.advantages)
      const safetyRatio = orOff(params.fipo_safety_threshold)
      const values = settings('fipo', 'ms-swift', {
        clipLow: number(params.epsilon_low),
        clipHigh: number(params.epsilon_high),
        halfLife: number(params.fipo_decay_rate),
        influenceRange: orOff(params.fipo_clip_range),
        influenceSide: flag(params.fipo_clip_high_only) ? 'rises' : 'rises and falls',
        safetyRatio,
        ratioBound: orOff(params.delta),
      })
      const columns = { logp: matrix(inputs.log_prob), oldLogp: matrix(inputs.old_log_prob), credit }
      const got = lossOf('fipo', values, { mask, columns })
      const masked = (rows: number[][]) => rows.map((row, i) => row.map((x, t) => x * mask[i]![t]!))
      const safe = got.explain.ratio!.map((row, i) =>
        row.map((ratio, t) => (safetyRatio > 0 && credit[i]![t]! < 0 && ratio > safetyRatio ? 0 : 1)),
      )
      return {
        loss: got.loss,
        grad_log_prob: got.gradient.logp,
        future_kl: masked(got.explain.futureKl!),
        influence_weight: masked(got.explain.influence!),
        safety_keep: masked(safe),
      }
    },
  },
] satisfies readonly GoldenFamily[]
