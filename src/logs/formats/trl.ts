/**
 * TRL: `completions/completions_{step}.parquet`, and the same table by W&B or Trackio. Prompt and completion are texts
 * or lists of messages; every reward function has a column between `completion` and `advantage`, and extra columns may
 * follow. A reward is null or NaN where a function gave none.
 * Source: trl 1.16.0, trainer/grpo_trainer.py `log`.
 */
import { isNumber, type Json } from '../exchange-fields.ts'
import type { LogFormat } from '../format.ts'
import { partsFrom, sumOf } from '../rewards.ts'
import { chatText, integerFrom, numberFrom, others } from '../values.ts'

const known = ['step', 'prompt', 'completion', 'advantage', '__index_level_0__']

const isTrl = (first: Json): boolean => ['prompt', 'completion', 'advantage'].every(field => field in first)

/** Columns that hold numbers, or nothing; texts, pictures and lists are extras. */
const rewardFields = (json: Json): string[] =>
  Object.keys(json).filter(field => !known.includes(field) && (json[field] === null || isNumber(json[field])))

export default {
  id: 'trl',
  title: 'TRL completions',
  framework: 'trl',
  weighsParts: true,
  sniff: ({ records: [first] }) => (first && isTrl(first) && !Array.isArray(first.advantage) ? 0.8 : 0),
  rows: ({ json }) => {
    const names = rewardFields(json)
    const parts = partsFrom(json, names)
    const advantage = numberFrom(json.advantage)
    return [
      {
        iteration: integerFrom(json.step),
        prompt: chatText(json.prompt),
        response: chatText(json.completion),
        reward: sumOf(parts),
        rewardParts: parts,
        cells: advantage === undefined ? {} : { advantage: [advantage] },
        extra: others(json, [...known, ...names]),
      },
    ]
  },
} satisfies LogFormat
