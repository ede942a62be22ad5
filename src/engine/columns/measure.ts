/** From sampled tokens to a Batch with every column that sampling can provide. */
import { type Batch, type Column, columnExtent, columns } from '../../core/batch.ts'
import type { Sampled } from '../../policy/policy.ts'
import { type Frame, ownTokens, type Run, responseOf } from '../run.ts'
import { readDialogue } from '../sampling/turns.ts'
import { providers } from './index.ts'

/** Responses as they were drawn. */
export interface Draft {
  readonly sampled: Sampled
  /** [n] group of each row. */
  readonly group: Int32Array
  /** [T] what a sampler recorded, where that differs from what the policy says of the tokens. */
  readonly samplerLogp?: Float32Array
  /** [n] relative temperatures; absent means that all were drawn at the run's. */
  readonly tempered?: Float32Array
  readonly drawn: Frame['drawn']
}

/** A frame whose batch holds these responses. Rewards are NaN until the next phase. */
export async function measure(run: Run, frame: Frame, draft: Draft): Promise<Frame> {
  const { sampled, group, drawn, samplerLogp, tempered } = draft
  const k = sampled.token.length > 0 ? sampled.topToken.length / sampled.token.length : 0
  const drafted: Frame = {
    ...frame,
    drawn,
    sampled,
    batch: withTurns(run, frame, {
      rollouts: group.length,
      groups: frame.problems.length,
      group,
      reward: new Float32Array(group.length).fill(Number.NaN),
      tempered: tempered ?? new Float32Array(group.length).fill(1),
      tokenStart: sampled.tokenStart,
      token: sampled.token,
      vocabulary: run.policy.vocabSize,
      oldLogp: sampled.logp,
      samplerLogp: samplerLogp ?? sampled.logp,
      oldEntropy: sampled.entropy,
      oldMeanLogp: sampled.meanLogp,
      collision: sampled.collision,
      ...(sampled.value && { oldValue: sampled.value }),
    }),
    notes: Array.from(group, () => ''),
    ...(k > 0 && { top: { k, token: sampled.topToken, probability: sampled.topProbability } }),
  }
  const added: { [C in Column]?: Float32Array } = {}
  for (const provider of providers) {
    if (!wanted(run, provider.column, provider.always ?? false)) continue
    const values = await provider.provide(run, drafted)
    if (values) added[provider.column] = values
  }
  return { ...drafted, batch: withoutWorld({ ...drafted.batch, ...added }) }
}

/** What the policy thinks of the world's words means nothing: 0 there, in every column. */
function withoutWorld(batch: Batch): Batch {
  if (!batch.mask?.includes(0)) return batch
  const silenced: { [C in Column]?: Float32Array } = {}
  for (const column of columns) {
    const values = batch[column]
    if (values && column !== 'mask' && columnExtent[column] === 'token') silenced[column] = ownTokens(batch, values)
  }
  return { ...batch, ...silenced }
}

/** Columns that nobody's formula reads are still worth their cost when somebody looks. */
const wanted = (run: Run, column: Column, always: boolean): boolean =>
  always || run.watched || run.method.needs.includes(column)

/** Mask, truncation, turns and the states they began in. */
function withTurns(run: Run, frame: Frame, batch: Batch): Batch {
  const { task, level } = run
  const mask = new Float32Array(batch.token.length).fill(1)
  const truncated = new Float32Array(batch.rollouts)
  if (!task.reply) {
    for (let i = 0; i < batch.rollouts; i++) {
      const last = batch.token[batch.tokenStart[i + 1]! - 1]
      truncated[i] = task.end !== undefined && last !== task.end ? 1 : 0
    }
    return { ...batch, mask, truncated }
  }
  const spans: { rollout: number; start: number; end: number; state: number }[] = []
  const states = new Map<string, number>()
  for (let i = 0; i < batch.rollouts; i++) {
    const first = batch.tokenStart[i]!
    const problem = frame.problems[batch.group[i]!]!
    const dialogue = readDialogue(task, level, problem, responseOf(batch, i))
    mask.set(dialogue.mask, first)
    truncated[i] = dialogue.closed ? 0 : 1
    for (const { start, end, stateKey } of dialogue.turns) {
      // States of different problems are different, however their keys read.
      const key = `${problem.index}\n${stateKey}`
      if (!states.has(key)) states.set(key, states.size)
      spans.push({ rollout: i, start: first + start, end: first + end, state: states.get(key) ?? 0 })
    }
  }
  const turns = {
    rollout: Int32Array.from(spans, span => span.rollout),
    start: Int32Array.from(spans, span => span.start),
    end: Int32Array.from(spans, span => span.end),
  }
  return { ...batch, mask, truncated, turns, stateKey: Float32Array.from(spans, span => span.state) }
}
