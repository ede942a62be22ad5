/**
 * open-instruct: `{run}_rollouts_{shard}.jsonl`. `prompt_idx` counts from 0 in every step; tokens are ids.
 * Source: open-instruct e6c3044, rl_utils.py `_save_rollouts`.
 */
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { idsFrom, tokenColumn } from '../tokens.ts'
import { integerFrom, listFrom, numberFrom, others, textFrom } from '../values.ts'

const known = ['step', 'prompt_idx', 'prompt_tokens', 'response_tokens', 'reward', 'advantage', 'logprobs']

export default {
  id: 'open-instruct',
  title: 'open-instruct rollouts',
  framework: 'open-instruct',
  sniff: ({ records: [first] }) => (first && 'prompt_idx' in first && 'response_tokens' in first ? 0.95 : 0),
  rows: fields => {
    const { json } = fields
    const tokenIds = idsFrom(fields, 'response_tokens')
    const samplerLogp = tokenIds && tokenColumn(fields, 'logprobs', tokenIds.length)
    const advantage = numberFrom(json.advantage)
    const finish = textFrom(json.finish_reason)
    return [
      {
        iteration: integerFrom(json.step),
        group: textFrom(json.prompt_idx),
        promptKey: listFrom(json.prompt_tokens)?.join(' '),
        tokenIds,
        reward: rewardFrom(fields, 'reward'),
        cells: {
          ...(samplerLogp && { samplerLogp }),
          ...(advantage !== undefined && { advantage: [advantage] }),
          ...(finish !== undefined && { truncated: [Number(finish === 'length')] }),
        },
        extra: others(json, known),
      },
    ]
  },
} satisfies LogFormat
