/** idanshen/Value-Augmented-Sampling vas_trainer.py (85e13ed): the logits that are drawn from, and the targets of its value model. */
import { softmax } from '../../core/math.ts'
import { estimateOf, type GoldenFamily, matrix, number, rowSums, settings, vector } from '../golden/harness.ts'
import { augmented } from './vas.math.ts'

const family: GoldenFamily = {
  file: 'preference/vas',
  run: ({ inputs, params }) => {
    if ('mask' in inputs) {
      // The value model would be trained on what PPO trains its critic on.
      const tokenReward = matrix(inputs.rewards)
      const values = settings('ppo', 'none', { gamma: number(params.gamma), lambda: number(params.lam) })
      const columns = { tokenReward, oldValue: matrix(inputs.values) }
      return {
        returns: estimateOf('ppo', values, { mask: matrix(inputs.mask), reward: rowSums(tokenReward), columns })
          .returns,
      }
    }
    const values = vector(inputs.value_of_next_token)
    const logits = augmented(vector(inputs.base_logits), token => values[token]!, {
      beta: number(params.beta),
      top: number(params.topk),
    })
    return { augmented_logits: logits, probs: [...softmax(logits)] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
