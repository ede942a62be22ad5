/** Trinity-RFT chord_policy_loss.MIXCHORDPolicyLossFn and mu_schedule_function (0.6.0). */
import { tf } from '../../tensor/tf.ts'
import {
  batchOf,
  context,
  type GoldenCase,
  type GoldenFamily,
  matrix,
  number,
  padded,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { objectiveGradient } from '../gradient.ts'
import { resolveMethod } from '../index.ts'
import { muAt } from './chord.math.ts'

const scheduleOf = ({ params }: GoldenCase) => ({
  muPeak: number(params.mu_peak),
  muValley: number(params.mu_valley),
  muWarmUp: number(params.mu_warmup_steps),
  muDecay: number(params.mu_decay_steps),
})

/** The original scales each part by the share of its kind that a micro-batch holds; here one update sees them all. */
function checkScale({ params }: GoldenCase, experts: readonly number[]): void {
  const shown = experts.filter(mark => mark === 1).length
  const parts =
    number(params.ppo_mini_batch_size) / number(params.ppo_micro_batch_size_per_gpu) / number(params.ngpus_trainer)
  const isOne = (held: number, expected: unknown) => held === 0 || (held * parts) / number(expected) === 1
  const whole =
    isOne(experts.length - shown, params.train_batch_size_usual) && isOne(shown, params.train_batch_size_expert)
  if (!whole || params.use_dynamic_bsz !== false) throw new Error('parts of a batch are scaled: not here')
}

function run(c: GoldenCase) {
  const { inputs, params } = c
  if (inputs.steps !== undefined) return { mu: vector(inputs.steps).map(step => muAt(step, scheduleOf(c))) }
  const [experts, mask] = [vector(inputs.expert_mask), matrix(inputs.response_mask)]
  checkScale(c, experts)
  const clip = number(params.clip_range)
  const values = settings('chord', 'trinity', {
    ...scheduleOf(c),
    imitationWeighting: params.enable_phi_function === true ? 'on' : 'off',
    clipLow: clip,
    clipHigh: clip,
    dualClip: 3,
    ownMean: text(params.grpo_loss_agg_mode ?? 'token-mean'),
    shownMean: text(params.sft_loss_agg_mode ?? 'token-mean'),
  })
  const advantages = matrix(inputs.advantages)
  const batch = batchOf({
    mask,
    advantage: advantages.map(row => row[0]!),
    columns: {
      logp: matrix(inputs.log_prob),
      oldLogp: matrix(inputs.old_log_prob),
      credit: advantages,
      external: mask.map((row, i) => row.map(() => experts[i]!)),
    },
  })
  const iteration = number(params.step)
  const got = objectiveGradient(tf, resolveMethod('chord'), values, batch, { ...context, iteration })
  return {
    loss: got.loss,
    grad_log_prob: padded(batch, got.gradient.logp!, mask[0]!.length),
    mu: muAt(iteration, scheduleOf(c)),
  }
}

export default [
  { file: 'trainers/chord', ignored: { note: 'says in words that nothing is scaled' }, run },
] satisfies readonly GoldenFamily[]
