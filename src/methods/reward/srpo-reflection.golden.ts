/** SUSTechBruce/SRPO_MLLMs srpo_reward_func.py (23dab54), texts read as attempts. */
import { withColumns } from '../../core/batch.ts'
import { shapeReward } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, number, settings, text, vector } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const blocks = (response: string, tag: string): string[] =>
  [...response.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))].map(([, inside = '']) => inside.trim())
const words = (said: string): number => said.split(/\s+/).filter(Boolean).length

const form =
  /^\s*<think>.*?<\/think>\s*<answer>.*?<\/answer>\s*<reflection>.*?<\/reflection>\s*<think>.*?<\/think>\s*<answer>.*?<\/answer>\s*$/s

const rewards: GoldenFamily = {
  file: 'objective/srpo-reflection-reward',
  notRun: ({ outputs }) =>
    typeof outputs.length === 'string'
      ? 'the original raises on a lone answer and pays nothing; here it pays its half'
      : undefined,
  run: ({ inputs, params }) => {
    const response = text(inputs.response)
    const answers = blocks(response, 'answer')
    const first = words(blocks(response, 'think')[0] ?? '') + words(answers[0] ?? '')
    const [length = 0] = vector(inputs.L_Ttarget_Tmax)
    // The first answer ends after its words, tags not counted; the last one with the response.
    const attempt = Array.from({ length }, () => Number.NaN)
    attempt[first - 1] = answers[0] === inputs.answer ? 1 : 0
    attempt[length - 1] = answers.at(-1) === inputs.answer ? 1 : 0
    const batch = withColumns(batchOf({ mask: [attempt.map(() => 1)], columns: { attempt: [attempt] } }), {
      wellFormed: Float32Array.of(form.test(response) ? 1 : 0),
    })
    const values = settings('srpo-reflection', 'none', { bumpHeight: number(params.length_weight) })
    const got = shapeReward(resolveMethod('srpo-reflection'), values, batch, context).batch
    return {
      accuracy: got.rewardParts!.accuracy![0],
      format: got.rewardParts!.form![0],
      length: got.rewardParts!.bump![0],
      total_as_released: got.reward[0],
    }
  },
}

export default [rewards] satisfies readonly GoldenFamily[]
