/**
 * prime-rl and verifiers from 0.3: `traces.jsonl`, one episode per line. A trace is a tree of messages; its branches are
 * the paths from the root to the leaves. An advantage that was never assigned is an absent key. An evaluation has no
 * `group`: episodes of one `task.key` belong together, in order of completion.
 * Source: verifiers 0.4.0, types; prime-rl 559b447, monitors/file.py `log_episodes`.
 */
import { isNumber, isObject, type Json } from '../exchange-fields.ts'
import type { LogFormat, LogRow } from '../format.ts'
import { sumOf } from '../rewards.ts'
import { creditCells } from '../tokens.ts'
import { chatText, flagsOf, integerFrom, listFrom, numbersOf, objectFrom, others, textFrom } from '../values.ts'

/** Nodes from the root to the last leaf; a leaf that comes later was sampled later. */
function lastBranch(nodes: readonly Json[]): readonly Json[] {
  const branch: Json[] = []
  for (let at: number | undefined = nodes.length - 1; at !== undefined && at >= 0; ) {
    const node: Json | undefined = nodes[at]
    if (!node) break
    branch.unshift(node)
    const parent = integerFrom(node.parent)
    at = parent !== undefined && parent < at ? parent : undefined
  }
  return branch
}

const isSampled = (node: Json): boolean => node.sampled === true
const messages = (nodes: readonly Json[]): string | undefined =>
  nodes.length === 0 ? undefined : chatText(nodes.map(({ message }) => message))

/** Log-probabilities and advantages stand at sampled tokens only. */
function spreadOver(node: Json, field: string): readonly (number | undefined)[] {
  const mask = flagsOf(node.mask) ?? []
  const values = numbersOf(node[field])
  let next = 0
  return mask.map(own => (own ? values?.[next++] : 0))
}

function tokensOf(nodes: readonly Json[]): LogRow {
  const ids = nodes.flatMap(node => numbersOf(node.token_ids) ?? [])
  const mask = nodes.flatMap(node => flagsOf(node.mask) ?? [])
  if (ids.length === 0 || ids.length !== mask.length) return {}
  const column = (field: string) => {
    const values = nodes.flatMap(node => spreadOver(node, field))
    const held = values.filter(isNumber)
    return held.length === ids.length ? held : undefined
  }
  const columns = {
    samplerLogp: column('logprobs'),
    oldLogp: column('trainer_logprobs'),
    refLogp: column('reference_logprobs'),
  }
  const held = Object.entries(columns).filter(([, values]) => values)
  return {
    tokenIds: ids,
    cells: {
      ...Object.fromEntries(held),
      ...(mask.includes(0) && { mask }),
      ...creditCells(column('advantages'), mask),
    },
  }
}

function rewardsOf(trace: Json): LogRow {
  const parts = Object.entries(objectFrom(trace.rewards)).map(([name, value]) => {
    const { score, weight } = isObject(value) ? value : { score: value, weight: 1 }
    return { name, score: isNumber(score) ? score : Number.NaN, weight: isNumber(weight) ? weight : 1 }
  })
  const scores = Object.fromEntries(parts.map(({ name, score }) => [name, score]))
  const weights = Object.fromEntries(parts.map(({ name, weight }) => [name, weight]))
  return { reward: sumOf(scores, weights), rewardParts: scores }
}

function rowOf(trace: Json): LogRow {
  const nodes = (listFrom(trace.nodes) ?? []).filter(isObject)
  const branch = lastBranch(nodes)
  const first = branch.findIndex(isSampled)
  const [before, after] = first < 0 ? [branch, []] : [branch.slice(0, first), branch.slice(first)]
  const stop = textFrom(trace.stop_condition)
  // Where the mask leaks into the prompt, its tokens are trained, so they belong to the response.
  const trained = branch.findIndex(node => isSampled(node) || flagsOf(node.mask)?.includes(1))
  const own = tokensOf(trained < 0 ? [] : branch.slice(trained))
  return {
    ...rewardsOf(trace),
    prompt: messages(before),
    response: messages(after),
    ...own,
    cells: { ...own.cells, ...(stop !== undefined && { truncated: [Number(/length|max|truncat/.test(stop))] }) },
    role: textFrom(objectFrom(trace.agent).name),
    extra: others(trace, ['nodes', 'rewards', 'agent', 'task', 'timing', 'verifiers', 'calls', 'version']),
  }
}

export default {
  id: 'episodes',
  title: 'verifiers and prime-rl episodes',
  framework: 'verifiers',
  sniff: ({ records: [first] }) => (first && Array.isArray(first.traces) && isObject(first.task) ? 0.95 : 0),
  rows: fields => {
    const { json } = fields
    const task = objectFrom(json.task)
    const shared = {
      iteration: integerFrom(objectFrom(objectFrom(json.run).work).step),
      group: textFrom(objectFrom(json.group).id) ?? textFrom(task.key),
      promptKey: textFrom(task.key),
    }
    const traces = (listFrom(json.traces) ?? []).filter(isObject)
    if (traces.length > 0) return traces.map(trace => ({ ...rowOf(trace), ...shared }))
    const errors = (listFrom(json.errors) ?? []).map(error => textFrom(objectFrom(error).type) ?? 'error')
    return [
      {
        ...shared,
        prompt: textFrom(objectFrom(task.data).prompt),
        reward: Number.NaN,
        discarded: `failed: ${errors.join(', ')}`,
      },
    ]
  },
} satisfies LogFormat
