/** GuanghaoYe/Emergence-of-Thinking openrlhf/cli/orm_server_efficient.py _compute_single_reward (e7feea7). */
import { flag, type GoldenFamily, number, text } from '../golden/harness.ts'
import { effortReward, verdictReward } from './rlsp.math.ts'

/** Characters per token, as the original counts. */
const perToken = 4

const family: GoldenFamily = {
  file: 'data/rlsp',
  run: ({ inputs, params }) => {
    const [response, gold] = [text(inputs.response), text(inputs.gold)]
    const box = /\\boxed\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}/.exec(response)
    const reward = effortReward(verdictReward(box?.[1] === gold, box !== null), {
      length: (box ? box.index : response.length) / perToken,
      effortFee: number(params.length_penalty),
      grade: number(params.effort_score),
      gradeWeight: flag(params.use_effort_grader) ? 0.2 : 0,
    })
    return { reward }
  },
}

export default [family] satisfies readonly GoldenFamily[]
