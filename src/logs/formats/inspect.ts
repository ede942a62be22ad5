/**
 * Inspect: `.eval`, a zip with a member per sample and epoch, and `.json`, one document. Epochs of a sample are a group.
 * Scores are numbers or letters (C, P, I for correct, partly, incorrect); the first score is the reward.
 * Source: inspect-ai 0.3.285, log/_recorders.
 */
import { isObject, type Json } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { listFrom, numberFrom, objectFrom, others, splitChat, textFrom } from '../values.ts'

/** Source: inspect-ai `value_to_float`. */
const letters: Readonly<Record<string, number>> = { C: 1, P: 0.5, I: 0, N: 0 }

const scoreOf = (score: unknown): number => {
  const { value } = objectFrom(score)
  const letter = textFrom(value)
  return numberFrom(value) ?? (letter !== undefined && Object.hasOwn(letters, letter) ? letters[letter]! : Number.NaN)
}

const known = [
  'id',
  'epoch',
  'input',
  'messages',
  'output',
  'scores',
  'events',
  'events_data',
  'attachments',
  'store',
  'uuid',
]

function rowOf(sample: Json): LogRow {
  const { prompt, response } = splitChat(sample.messages)
  const output = objectFrom(sample.output)
  const [choice] = (listFrom(output.choices) ?? []).filter(isObject)
  const [first] = Object.values(objectFrom(sample.scores))
  const parts = Object.entries(objectFrom(sample.scores)).map(([name, score]) => [name, scoreOf(score)])
  return {
    group: textFrom(sample.id),
    prompt: prompt ?? textFrom(sample.input),
    response: response ?? textFrom(output.completion),
    answer: textFrom(objectFrom(first).answer),
    reward: first === undefined ? Number.NaN : scoreOf(first),
    rewardParts: Object.fromEntries(parts),
    cells: choice ? { truncated: [Number(choice.stop_reason === 'max_tokens')] } : {},
    extra: others(sample, known),
  }
}

const isSample = (json: Json): boolean => 'epoch' in json && 'scores' in json && 'input' in json

export default {
  id: 'inspect',
  title: 'Inspect evaluation log',
  framework: 'inspect-ai',
  beside: /(^|\/)(_journal\/.*|summaries\.json|reductions\.json|header\.json)$/,
  sniff: ({ records: [first] }) => {
    if (!first) return 0
    return isSample(first) && 'messages' in first
      ? 0.95
      : Array.isArray(first.samples) && isObject(first.eval)
        ? 0.95
        : 0
  },
  rows: ({ json }) => {
    if (isSample(json)) return [rowOf(json)]
    return (listFrom(json.samples) ?? []).filter(isObject).map(rowOf)
  },
} satisfies LogFormat
