/**
 * ROLL: `rollout_dump_data.step_{n}.jsonl`, one line per step, which is one object of columns; messages and sampling
 * parameters are JSON in texts.
 * Source: ROLL 8eb27cc, pipeline/rlvr/utils.py `dump_rollout_to_specific_path`.
 */
import { rowsOfColumns } from '../columnar.ts'
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { chatText, integerFrom, others, textFrom } from '../values.ts'

const known = ['global_step', 'id', 'prompt', 'responses', 'scores']

export default {
  id: 'roll',
  title: 'ROLL rollout dump',
  framework: 'roll',
  sniff: ({ records: [first] }) =>
    first && ['responses', 'scores', 'prompt'].every(field => Array.isArray(first[field])) ? 0.95 : 0,
  rows: fields =>
    rowsOfColumns(fields).map(row => ({
      iteration: integerFrom(row.json.global_step),
      group: textFrom(row.json.id),
      prompt: chatText(row.json.prompt),
      response: textFrom(row.json.responses),
      reward: rewardFrom(row, 'scores'),
      extra: others(row.json, known),
    })),
} satisfies LogFormat
