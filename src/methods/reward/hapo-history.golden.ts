/** HAPO compute_len_reward, compute_len_reward_linear, combined_reward_func (c91ae3b). */

import { estimate } from '../estimate.ts'
import { hapoOriginals, originalOf } from '../golden/by-name.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  meaning,
  number,
  record,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { lengthReward } from './hapo-history.math.ts'

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** The original writes 100000, or nothing positive, where a problem has no record. */
const noRecord = 100_000
const reward = (shape: 'cosine' | 'linear', h: number, length: number, correct: boolean, tolerance: number) =>
  lengthReward(shape, length, h === noRecord ? 0 : h, correct, tolerance)

const history: GoldenFamily = {
  file: 'objective/hapo-length-reward',
  run: c => {
    const { inputs, params } = c
    fixed('null_history', params.null_history, noRecord)
    const tolerance = number(params.tolerance_ratio ?? 0.1)
    const recordOf = meaning(params.mode ?? 'min', { min: 'shortest', mean: 'mean, repeated' })
    const recordShape = meaning(params.type_lr ?? 'cosine', { cosine: 'cosine', linear: 'linear' })
    const weight = number(params.w_lr)
    if (inputs.points !== undefined) {
      const shape = originalOf(c, hapoOriginals)
      const points = list(inputs.points).map(point => list(point))
      return { r_len: points.map(([h, l, ok]) => weight * reward(shape, number(h), number(l), ok === true, tolerance)) }
    }
    let state: unknown
    const kept = [noRecord, noRecord, noRecord]
    const visits = list(inputs.batches)
      .map(record)
      .map(given => {
        const words = list(given.completions).map(line => text(line).split(' '))
        const truth = list(given.ground_truth).map(text)
        const group = vector(given.prompt_idx)
        const correct = words.map((said, i) => (said.at(-1) === truth[i] ? 1 : 0))
        const width = Math.max(...words.map(said => said.length))
        const mask = words.map(said => Array.from({ length: width }, (_, t) => (t < said.length ? 1 : 0)))
        const columns = { correct: Float32Array.from(correct), problem: Float32Array.from(new Set(group)) }
        const batch = { ...batchOf({ mask, group, reward: correct }), ...columns }
        const values = settings('hapo-history', 'none', {
          recordWeight: weight,
          recordOf,
          recordShape,
          recordTolerance: tolerance,
        })
        const result = estimate(resolveMethod('hapo-history'), values, batch, context, { reward: state })
        state = result.states.reward
        const records = record(state)
        return { rewards: result.batch.reward, history: kept.map((none, i) => records[i] ?? none) }
      })
    return { steps: visits }
  },
}

export default [history] satisfies readonly GoldenFamily[]
