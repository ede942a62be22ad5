/** Exact values of the policy as it is, where the world is small enough to be listed. */
import { type Exact, exactValues, type NextTokens } from '../core/exact.ts'
import type { Level, Problem, Task } from '../core/task.ts'
import type { Frame, Run } from './run.ts'

/** Responses to list at most: a few forward passes, so that looking does not slow the training down. */
const mostNodes = 2000

/** A table looks at the state only, so equal states may be merged; a network may tell all prefixes apart. */
function listingOf(task: Task, level: Level, kind: 'tabular' | 'gpt'): 'states' | 'prefixes' | undefined {
  if (task.multiTurn) return undefined
  if (kind === 'tabular' && task.enumeration) return task.enumeration(level).states <= mostNodes ? 'states' : undefined
  let prefixes = 1
  for (let t = 1; t <= level.maxResponse && prefixes <= mostNodes; t++) prefixes += task.vocabulary.length ** t
  return prefixes <= mostNodes ? 'prefixes' : undefined
}

/** Whether any policy can be listed here. */
export const listable = ({ task, level }: Pick<Run, 'task' | 'level'>): boolean =>
  (['tabular', 'gpt'] as const).some(kind => listingOf(task, level, kind) !== undefined)

/** Undefined where there are too many responses, and where top-k or top-p cut the distribution that is sampled from. */
export async function exactOf(run: Run, problem: Problem): Promise<Exact | undefined> {
  const { task, level, policy, params } = run
  const over = listingOf(task, level, policy.spec.kind)
  if (!over || params.topK > 0 || params.topP < 1) return undefined
  return exactValues(task, level, problem, nextTokens(run, problem), { over, limit: 2 * mostNodes })
}

/** Probabilities at the sampling temperature: one more token is drawn after each prefix, and all are reported. */
const nextTokens =
  ({ policy, params }: Run, problem: Problem): NextTokens =>
  async prefixes => {
    const V = policy.vocabSize
    const width = 1 + Math.max(...prefixes.map(({ length }) => length))
    const { tokenStart, topToken, topProbability } = await policy.sample({
      rows: prefixes.map(forced => ({ problem, forced })),
      uniforms: new Float32Array(prefixes.length * width).fill(0.5),
      maxResponse: width,
      stop: [],
      temperature: params.temperature,
      topK: 0,
      topP: 1,
      reportTop: V,
    })
    const result = new Float32Array(prefixes.length * V)
    prefixes.forEach(({ length }, row) => {
      const first = (tokenStart[row]! + length) * V
      for (let rank = 0; rank < V; rank++) {
        const token = topToken[first + rank]!
        if (token >= 0) result[row * V + token] = topProbability[first + rank]!
      }
    })
    return result
  }

/** Per iteration, because the policy moves; several columns and methods ask for the same. */
const known = new WeakMap<object, Promise<ReadonlyMap<number, Exact> | undefined>>()

/** Exact values of every problem of the frame, by problem index. */
export function exactOfFrame(run: Run, { problems, sampled }: Frame): Promise<ReadonlyMap<number, Exact> | undefined> {
  const key = sampled ?? problems
  const found = known.get(key)
  if (found) return found
  const computed = computeAll(run, problems)
  known.set(key, computed)
  return computed
}

async function computeAll(run: Run, problems: readonly Problem[]): Promise<ReadonlyMap<number, Exact> | undefined> {
  const all = new Map<number, Exact>()
  for (const problem of problems) {
    if (all.has(problem.index)) continue
    const exact = await exactOf(run, problem)
    if (!exact) return undefined
    all.set(problem.index, exact)
  }
  return all
}

/** [T] what a function of a problem's exact values and a response says of the response's tokens. */
export async function exactColumn(
  run: Run,
  frame: Frame,
  along: (exact: Exact, response: readonly number[]) => Float64Array,
): Promise<Float32Array | undefined> {
  const { batch, problems } = frame
  const exact = await exactOfFrame(run, frame)
  if (!exact) return undefined
  const values = new Float32Array(batch.token.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const [start, end] = [batch.tokenStart[i]!, batch.tokenStart[i + 1]!]
    const own = exact.get(problems[batch.group[i]!]!.index)
    if (own) values.set(along(own, Array.from(batch.token.subarray(start, end))).subarray(0, end - start), start)
  }
  return values
}
