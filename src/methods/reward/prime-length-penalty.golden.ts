/** prime-rl GRPOAlgorithm.score_group (559b447): the penalty, then the mean of the group taken off. */
import type { Batch } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { context, fixed, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

/** One group; the world's tokens stand before the policy's, and all turns but the last are empty. */
function batchOf(reward: number[], output: number[], input: number[], turns: number[]): Batch {
  const start = [0]
  output.forEach((own, i) => {
    start.push(start.at(-1)! + own + input[i]!)
  })
  const owner = turns.flatMap((count, i) => new Array<number>(count).fill(i))
  return {
    rollouts: reward.length,
    groups: 1,
    group: new Int32Array(reward.length),
    reward: Float32Array.from(reward),
    tokenStart: Int32Array.from(start),
    token: new Int32Array(start.at(-1)!),
    mask: Float32Array.from(
      output.flatMap((own, i) => [...new Array<number>(input[i]!).fill(0), ...new Array<number>(own).fill(1)]),
    ),
    turns: {
      rollout: Int32Array.from(owner),
      start: Int32Array.from(owner, i => start[i]!),
      end: Int32Array.from(owner, i => start[i]!),
    },
  }
}

const penalty: GoldenFamily = {
  file: 'trainers/prime-length-penalty',
  run: ({ inputs, params }) => {
    fixed('length_penalty', params.length_penalty, null)
    const off = params.length_penalty === null
    const weights = {
      outputWeight: off ? 0 : number(params.num_output_tokens_weight),
      inputWeight: off ? 0 : number(params.num_input_tokens_weight),
      turnWeight: off ? 0 : number(params.num_turns_weight),
    }
    const batch = batchOf(
      vector(inputs.rewards),
      vector(inputs.output_tokens),
      vector(inputs.input_tokens),
      vector(inputs.turns),
    )
    const values = settings('prime-length-penalty', 'prime-rl', weights)
    return {
      advantages_per_response: estimate(resolveMethod('prime-length-penalty'), values, batch, context).batch.advantage,
    }
  },
}

export default [penalty] satisfies readonly GoldenFamily[]
