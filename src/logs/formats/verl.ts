/**
 * verl: `{step}.jsonl` of `rollout_data_dir` and `validation_data_dir`, by the ray trainer and by the V1 trainer.
 * V1 sorts by `uid` = `{sample}_{rollout}_{output}`: the sample is the group, and outputs of one session share a reward;
 * a plain `uid` is the sample.
 * Source: verl 0.9.1, trainer/ppo/ray_trainer.py `_dump_generations`, trainer/ppo/v1/trainer_base.py `_log_rollout_data`.
 */
import type { Cells } from '../exchange-columns.ts'
import type { Json } from '../exchange-fields.ts'
import type { LogFormat } from '../format.ts'
import { rewardFrom } from '../rewards.ts'
import { chatText, integerFrom, numberFrom, numbersOf, others, textFrom } from '../values.ts'

const known = ['input', 'output', 'score', 'step', 'uid', 'pred', 'advantage', 'advantages']

const uidOf = (value: unknown): { readonly group?: string; readonly session?: string } => {
  const uid = textFrom(value)
  const [, sample, session] = /^(.+)_([^_]+)_[^_]+$/.exec(uid ?? '') ?? []
  if (sample !== undefined && session !== undefined) return { group: sample, session }
  return uid === undefined ? {} : { group: uid }
}

/** verl writes none; a dump that was patched to has one number, or one per token that is the same for all. */
function advantageOf(json: Json): Cells {
  const value = json.advantage ?? json.advantages
  const one = numberFrom(value) ?? numbersOf(value)?.find((first, _, all) => all.every(other => other === first))
  return one === undefined ? {} : { advantage: [one] }
}

export default {
  id: 'verl',
  title: 'verl rollouts',
  framework: 'verl',
  sniff: ({ records: [first] }) => (first && 'input' in first && 'output' in first && 'score' in first ? 0.9 : 0),
  rows: fields => {
    const { json } = fields
    const { group, session } = uidOf(json.uid)
    return [
      {
        iteration: integerFrom(json.step),
        group,
        prompt: chatText(json.input),
        response: chatText(json.output),
        answer: textFrom(json.pred),
        reward: rewardFrom(fields, 'score'),
        cells: { ...(session !== undefined && { rollout: [`${group} ${session}`] }), ...advantageOf(json) },
        extra: others(json, known),
      },
    ]
  },
} satisfies LogFormat
