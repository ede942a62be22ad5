/**
 * rLLM: `episodes/episode_{i}_{task}.json`, one episode per file; a trajectory has steps with tokens of their own.
 * Source: rLLM 9beb6e0, eval/episode_store.py.
 */
import { isObject, type Json } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { listFrom, numberFrom, numbersOf, objectFrom, others, splitChat, textFrom } from '../values.ts'

function tokensOf(steps: readonly Json[]): LogRow {
  const idsOf = (step: Json) => numbersOf(step.response_ids) ?? []
  const tokenIds = steps.flatMap(idsOf)
  if (tokenIds.length === 0) return {}
  const samplerLogp = steps.flatMap(step => numbersOf(step.logprobs) ?? [])
  const credit = steps.flatMap(step => creditOf(step, idsOf(step).length))
  const [first] = credit
  return {
    tokenIds,
    turns: turnsOf(steps.map(step => ({ length: idsOf(step).length, reward: numberFrom(step.reward) }))),
    cells: {
      ...(samplerLogp.length === tokenIds.length && { samplerLogp }),
      ...(credit.length === tokenIds.length && { credit }),
      ...(first !== undefined && credit.every(value => value === first) && { advantage: [first] }),
    },
  }
}

/** A step has one advantage, or one per token. */
function creditOf(step: Json, length: number): readonly number[] {
  const one = numberFrom(step.advantage)
  return one === undefined ? (numbersOf(step.advantage) ?? []) : new Array<number>(length).fill(one)
}

/** Several steps are turns; one is the whole response. */
function turnsOf(steps: readonly { readonly length: number; readonly reward: number | undefined }[]) {
  if (steps.length < 2 || steps.some(({ reward }) => reward === undefined)) return []
  let end = 0
  return steps.map(({ length, reward }) => {
    const start = end
    end += length
    return { start, end, cells: { turnReward: [reward ?? 0] } }
  })
}

export default {
  id: 'rllm',
  title: 'rLLM episodes',
  framework: 'rllm',
  beside: /(^|\/)(meta|results)\.json$/,
  sniff: ({ records: [first] }) => (first && Array.isArray(first.trajectories) && isObject(first.task) ? 0.95 : 0),
  rows: ({ json }) => {
    const group = textFrom(objectFrom(json.task).id) ?? textFrom(json.id)?.replace(/:\d+$/, '')
    return (listFrom(json.trajectories) ?? []).filter(isObject).map(trajectory => {
      const steps = (listFrom(trajectory.steps) ?? []).filter(isObject)
      const chat = splitChat(steps.at(-1)?.chat_completions)
      const correct = json.is_correct
      const own = tokensOf(steps)
      return {
        ...chat,
        prompt: chat.prompt ?? textFrom(objectFrom(json.task).instruction),
        ...own,
        group,
        reward: numberFrom(trajectory.reward) ?? Number.NaN,
        role: textFrom(trajectory.name),
        cells: { ...own.cells, ...(typeof correct === 'boolean' && { correct: [Number(correct)] }) },
        extra: others(json, ['id', 'task', 'trajectories', 'is_correct']),
      }
    })
  },
} satisfies LogFormat
