/**
 * ms-swift: `completions.jsonl`, one line per logging step, which is one object of columns; `step` is a text, rewards
 * that a function did not give are a bare NaN.
 * Source: ms-swift 4.6.0, rlhf_trainers/grpo_trainer.py `log`.
 */
import { rowsOfColumns } from '../columnar.ts'
import type { LogFormat } from '../format.ts'
import trl from './trl.ts'

export default {
  id: 'ms-swift',
  title: 'ms-swift completions',
  framework: 'ms-swift',
  weighsParts: true,
  sniff: ({ records: [first] }) =>
    first && Array.isArray(first.prompt) && Array.isArray(first.completion) && 'advantages' in first ? 0.95 : 0,
  rows: fields =>
    rowsOfColumns(fields).flatMap(row => {
      const { advantages, ...json } = row.json
      return trl.rows(row.with({ ...json, advantage: advantages }))
    }),
} satisfies LogFormat
