/**
 * RLLoggingBoard: a line per response with everything per token; responses of one prompt and step are a group.
 * Source: HarderThenHarder/RLLoggingBoard, the README's schema.
 */
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { tokenColumn } from '../tokens.ts'
import { chatText, integerFrom, listFrom, others, textFrom } from '../values.ts'

const columnsOf = {
  oldLogp: 'logprobs',
  refLogp: 'ref_logprobs',
  oldValue: 'values',
  tokenReward: 'token_rewards',
} as const
const known = ['prompt', 'response', 'response_tokens', 'reward', 'step', ...Object.values(columnsOf)]

export default {
  id: 'rl-logging-board',
  title: 'RLLoggingBoard',
  sniff: ({ records: [first] }) => (first && 'response_tokens' in first && 'token_rewards' in first ? 0.95 : 0),
  rows: fields => {
    const { json } = fields
    const tokens = listFrom(json.response_tokens)?.map(token => textFrom(token) ?? '')
    const length = tokens?.length ?? 0
    const held = Object.entries(columnsOf).flatMap(([column, field]) => {
      const values = tokenColumn(fields, field, length)
      return values ? [[column, values]] : []
    })
    return [
      {
        iteration: integerFrom(json.step),
        prompt: chatText(json.prompt),
        response: chatText(json.response),
        tokens,
        reward: rewardFrom(fields, 'reward'),
        cells: Object.fromEntries(held),
        extra: others(json, known),
      },
    ]
  },
} satisfies LogFormat
