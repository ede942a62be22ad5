/** uclaml/SPIN spin/alignment/trainer.py SPINTrainer.spin_loss, _get_batch_logps (a12ba80). */
import {
  cube,
  flag,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { logpOf } from '../golden/logits.ts'
import { halves, pairLossOf } from '../golden/pair-cases.ts'

function run({ inputs, params }: GoldenCase) {
  if (inputs.logits !== undefined) return { logps: logps({ inputs, params }) }
  const free = { true: 'nothing', false: 'previous' } as const
  const beta = number(params.beta)
  const values = settings('spin', 'none', {
    dpoBeta: beta,
    pairLoss: meaning(params.loss_type, { sigmoid: 'sigmoid', hinge: 'hinge', ipo: 'ipo' }),
    pairReference: meaning(params.reference_free, free),
  })
  const real = vector(inputs.policy_real_logps)
  const logp = [...real, ...vector(inputs.policy_generated_logps)]
  const oldLogp = [...vector(inputs.opponent_real_logps), ...vector(inputs.opponent_generated_logps)]
  const pairs = halves(real.length)
  const { each } = pairLossOf('spin', values, { logp, refLogp: logp.map(() => 0), oldLogp, pairs })
  // What is logged is against the opponent even where the loss is not.
  const against = pairLossOf(
    'spin',
    { ...values, pairReference: 'previous' },
    { logp, refLogp: oldLogp, oldLogp, pairs },
  )
  const rewards = against.explain.logRatioToRef!.flat().map(x => beta * x)
  return { losses: each(), real_rewards: rewards.slice(0, real.length), generated_rewards: rewards.slice(real.length) }
}

/** Place t predicts label t + 1. */
function logps({ inputs, params }: Pick<GoldenCase, 'inputs' | 'params'>): number[] {
  const pad = number(params.label_pad)
  const labels = matrix(inputs.labels).map(row => row.slice(1))
  const logits = cube(inputs.logits).map(row => row.slice(0, -1))
  const mask = labels.map(row => row.map(label => (label === pad ? 0 : 1)))
  const ids = labels.map(row => row.map(label => (label === pad ? 0 : label)))
  const logp = logpOf(logits, ids).map((row, i) => row.map((x, t) => x * mask[i]![t]!))
  const values = settings('spin', 'none', {
    pairReference: 'nothing',
    pairLength: flag(params.average_log_prob) ? 'mean' : 'sum',
  })
  const { explain } = lossOf('spin', values, {
    mask,
    advantage: mask.map(() => 0),
    columns: { logp, refLogp: logp },
    pairs: { chosen: Int32Array.of(0), rejected: Int32Array.of(1), weight: Float32Array.of(1) },
  })
  return explain.logRatioToRef!.flat()
}

export default [{ file: 'preference/spin', run }] satisfies readonly GoldenFamily[]
