/** AlibabaResearch/DAMO-ConvAI PRO/train/utils/process_manager.py ProcessManager.compute_loss (483554e). */
import {
  cube,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  list,
  lossOf,
  matrix,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { logpOf } from '../golden/logits.ts'

/** Place t predicts label t + 1 and counts by what stands at t itself. */
function run({ inputs, params }: GoldenCase) {
  fixed(
    'note',
    params.note,
    'score_k = sum of masked token logp / count; mask = attention & ~prefix at input positions 0..L-2',
  )
  const share = number(params.sft_weight)
  const labels = list(inputs.labels).map(matrix)
  const [attention, prefix] = [cube(inputs.attention_mask), cube(inputs.prefix_mask)]
  const rewards = matrix(inputs.rewards)
  const ranks = rewards[0]!.length
  const logp = list(inputs.logits).flatMap((prompt, g) =>
    logpOf(
      cube(prompt).map(row => row.slice(0, -1)),
      labels[g]!.map(row => row.slice(1)),
    ),
  )
  const mask = attention.flatMap((prompt, g) =>
    prompt.map((row, k) => row.slice(0, -1).map((kept, t) => (kept === 1 && prefix[g]![k]![t] === 0 ? 1 : 0))),
  )
  const target = vector(inputs.sft_index)
  const on = (imitationShare: number, reward: readonly number[]) =>
    lossOf('pro', settings('pro', 'none', { imitationShare }), {
      mask,
      group: rewards.flatMap((row, g) => row.map(() => g)),
      reward,
      advantage: mask.map(() => 0),
      columns: {
        logp,
        credit: mask.map((row, i) => row.map(kept => (i % ranks === target[Math.floor(i / ranks)] ? kept : 0))),
      },
    })
  const given = rewards.flat()
  const sum = (rows: readonly number[][]) => rows.flat().reduce((total, x) => total + x, 0)
  const whole = on(share, given)
  const stages = whole.explain.stage!.flat()
  return {
    total_loss: whole.loss,
    stage_losses: Array.from(
      { length: ranks - 1 },
      (_, k) => sum([stages.filter((_, i) => i % ranks === k)]) / rewards.length,
    ),
    sft_term: whole.loss - on(0, given).loss,
  }
}

export default [{ file: 'preference/pro', run }] satisfies readonly GoldenFamily[]
