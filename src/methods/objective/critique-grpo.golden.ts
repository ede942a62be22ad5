/** zhangxy-2019/critique-GRPO compute_token_on_off_policy_loss, process_refinement_groups (e8f03a2). */
import {
  fixed,
  flag,
  type GoldenCase,
  type GoldenFamily,
  idle,
  lossOf,
  maskedMean,
  matrix,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { keptOf } from './critique-grpo.math.ts'

/** The shaping's constant stands in its name. */
function shapingOf(value: unknown): number {
  const constant = text(value).replace(/^p_div_p_/, '')
  fixed('off_policy_reshape', value, `p_div_p_${constant}`)
  return number(Number(constant))
}

function clipOf(params: GoldenCase['params']): number {
  if (!flag(params.loss_remove_clip)) return number(params.cliprange)
  idle(params.cliprange)
  return 0
}

function lossCase({ inputs, params }: GoldenCase) {
  fixed('on_policy_reshape', params.on_policy_reshape, 'no_reshape')
  const [mask, shown] = [matrix(inputs.response_mask), matrix(inputs.is_refinement_mask)]
  const values = settings('critique-grpo', 'none', {
    refinedShaping: shapingOf(params.off_policy_reshape),
    ratioClip: clipOf(params),
    lossOver: flag(params.loss_remove_token_mean) ? 'longest' : 'tokens',
  })
  const [credit, oldLogp, now] = [inputs.advantages, inputs.old_log_prob, inputs.log_prob].map(matrix)
  const columns = { credit: credit!, oldLogp: oldLogp!, external: shown }
  const whole = lossOf('critique-grpo', values, { mask, columns }, { now: { logp: now! } })
  const own = (kept: number) => mask.map((row, i) => row.map((m, t) => (m === 1 && shown[i]![t] === kept ? 1 : 0)))
  // The mean over the tokens of one kind alone: the others have no credit, and are no tokens.
  const alone = (kept: number) => {
    const only = own(kept)
    if (only.flat().every(m => m === 0)) return 0
    const means = { ...values, lossOver: 'tokens' }
    return lossOf('critique-grpo', means, { mask: only, columns }, { now: { logp: now! } }).loss
  }
  return {
    pg_loss: whole.loss,
    off_pg_loss: alone(1),
    on_pg_loss: alone(0),
    off_ratio_mean: maskedMean(own(1), whole.explain.shaped!),
    grad_log_prob: whole.gradient.logp!,
  }
}

function refinementCase({ inputs, params }: GoldenCase) {
  const [scores, n] = [vector(inputs.scores), number(params.n)]
  const starts = Array.from({ length: scores.length / n }, (_, k) => k * n)
  const kept = starts.map(start => start + keptOf(scores.slice(start, start + n)))
  return { selected: kept.map(i => `r${i}`), success: kept.map(i => (scores[i] === 1 ? 1 : 0)) }
}

const family: GoldenFamily = {
  file: 'data/critique-grpo',
  run: c => ('scores' in c.inputs ? refinementCase(c) : lossCase(c)),
}

export default [family] satisfies readonly GoldenFamily[]
