/**
 * tinker-cookbook: `*_rollout_summaries.jsonl`, schema 1: rewards and lengths per trajectory, without text or tokens.
 * Source: tinker-cookbook 0.6.1, rl/rollout_logging.py `serialize_rollout_summaries`.
 */
import { isObject } from '../exchange-fields.ts'
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { integerFrom, listFrom, others, textFrom } from '../values.ts'

const known = ['schema_version', 'split', 'iteration', 'group_idx', 'total_reward', 'steps']

export default {
  id: 'tinker',
  title: 'tinker rollout summaries',
  framework: 'tinker-cookbook',
  sniff: ({ records: [first] }) =>
    first && 'group_idx' in first && 'traj_idx' in first && 'total_reward' in first ? 0.95 : 0,
  rows: fields => {
    const { json } = fields
    const split = textFrom(json.split)
    const group = textFrom(json.group_idx)
    return [
      {
        iteration: integerFrom(json.iteration),
        group,
        evaluation: split !== undefined && split !== 'train',
        reward: rewardFrom(fields, 'total_reward'),
        extra: { ...others(json, known), steps: (listFrom(json.steps) ?? []).filter(isObject) },
      },
    ]
  },
} satisfies LogFormat
