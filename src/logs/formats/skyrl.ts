/**
 * SkyRL: `dumped_evals/global_step_{n}_evals/{source}.jsonl`. A score is a number, or one per token.
 * Source: SkyRL 0.3.0, train/utils/trainer_utils.py `dump_per_dataset_eval_results`.
 */
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { chatText, numbersOf, others, textFrom } from '../values.ts'

const known = ['input_prompt', 'output_response', 'score', 'stop_reason']

export default {
  id: 'skyrl',
  title: 'SkyRL evaluation dump',
  framework: 'skyrl',
  beside: /(^|\/)aggregated_results\.jsonl$/,
  sniff: ({ records: [first] }) => (first && 'input_prompt' in first && 'output_response' in first ? 0.95 : 0),
  rows: fields => {
    const { json } = fields
    const perToken = numbersOf(json.score)
    const stop = textFrom(json.stop_reason)
    return [
      {
        prompt: chatText(json.input_prompt),
        response: chatText(json.output_response),
        reward: perToken ? perToken.reduce((total, value) => total + value, 0) : rewardFrom(fields, 'score'),
        cells: stop === undefined ? {} : { truncated: [Number(stop === 'length')] },
        extra: others(json, known),
      },
    ]
  },
} satisfies LogFormat
