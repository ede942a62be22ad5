/** Derived from equations 2 and 3 and section 2.3 of the report. */
import { siblingLengthReward } from '../../core/formulas/length-reward.ts'
import { failureWeights } from '../../core/formulas/value-tracker.ts'
import {
  batchOf,
  estimateOf,
  type GoldenCase,
  type GoldenFamily,
  lossOf,
  number,
  settings,
  vector,
} from '../golden/harness.ts'

function lengthReward({ inputs }: GoldenCase) {
  const tokens = vector(inputs.length)
  const width = Math.max(...tokens)
  const mask = tokens.map(count => Array.from({ length: width }, (_, t) => (t < count ? 1 : 0)))
  return { len_reward: [...siblingLengthReward(batchOf({ mask, reward: vector(inputs.correct) }))] }
}

/** One token per response: only sums over responses matter. */
function surrogate({ inputs, params }: GoldenCase) {
  const column = (name: string) => vector(inputs[name]).map(x => [x])
  const reward = vector(inputs.reward)
  const mask = reward.map(() => [1])
  const values = settings('kimi-k15', 'paper', { tau: number(params.tau) })
  const { credit } = estimateOf('kimi-k15', values, { mask, reward })
  const columns = { logp: column('logp'), oldLogp: column('logp_ref'), credit }
  const { loss, gradient } = lossOf('kimi-k15', values, { mask, columns })
  return { loss, grad_logp: gradient.logp?.flat() }
}

function softMaximum({ inputs, params }: GoldenCase) {
  const reward = vector(inputs.reward)
  const values = settings('kimi-k15', 'paper', { baselineOf: 'soft-max', baselineTau: number(params.tau) })
  const { explain } = estimateOf('kimi-k15', values, { mask: reward.map(() => [1]), reward })
  return { tau_log_Z: explain.baseline!.values[0] }
}

function priorities({ inputs }: GoldenCase) {
  const weights = failureWeights(vector(inputs.success_rate))
  const total = weights.reduce((sum, w) => sum + w, 0)
  return { prob: weights.map(w => w / total) }
}

const kimi: GoldenFamily = {
  file: 'objective/kimi-k15',
  run: c => {
    // What a case is given says which part of the report it is about.
    const { inputs } = c
    if (inputs.length !== undefined) return lengthReward(c)
    if (inputs.logp !== undefined) return surrogate(c)
    return inputs.reward === undefined ? priorities(c) : softMaximum(c)
  },
}

export default [kimi] satisfies readonly GoldenFamily[]
