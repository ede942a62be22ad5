/** Exact values of the policy as it is, where the world is small enough to be listed. */
import { type Exact, exactValues, type NextTokens } from '../../../core/exact.ts'
import type { Problem } from '../../../core/task.ts'
import { isCut, listingOf, mostListed, notListed } from '../../../core/world.ts'
import type { SampleRequest } from '../../../policy/policy.ts'
import { type Frame, type Run, worldOf } from '../../run.ts'

/** Of the policy; undefined where responses cannot be listed, or should not be (`notListed`). */
export const exactOf = (run: Run, problem: Problem): Promise<Exact | undefined> => exactUnder(run, run.policy, problem)

async function exactUnder(run: Run, policy: Run['reference'], problem: Problem): Promise<Exact | undefined> {
  const world = worldOf(run)
  const over = listingOf(world)
  if (!over || notListed(world) !== undefined) return undefined
  const { task, level, params } = run
  return exactValues(task, level, problem, nextTokens(policy, params, problem), { over, limit: 2 * mostListed })
}

/** Probabilities at the sampling temperature after each prefix of a problem. */
export const nextTokens =
  (policy: Run['reference'], params: Run['params'], problem: Problem): NextTokens =>
  prefixes =>
    nextOf(
      policy,
      params.temperature,
      prefixes.map(forced => ({ problem, forced })),
    )

/** [rows * V] probabilities of the next token: one more is drawn after each row, and all are reported. */
export async function nextOf(
  policy: Run['reference'],
  temperature: number,
  rows: SampleRequest['rows'],
): Promise<Float32Array> {
  const V = policy.vocabSize
  const width = 1 + Math.max(...rows.map(({ forced }) => forced.length))
  const { tokenStart, topToken, topProbability } = await policy.sample({
    rows,
    uniforms: new Float32Array(rows.length * width).fill(0.5),
    maxResponse: width,
    stop: [],
    temperature,
    topK: 0,
    topP: 1,
    reportTop: V,
  })
  const result = new Float32Array(rows.length * V)
  rows.forEach(({ forced }, row) => {
    const first = (tokenStart[row]! + forced.length) * V
    for (let rank = 0; rank < V; rank++) {
      const token = topToken[first + rank]!
      if (token >= 0) result[row * V + token] = topProbability[first + rank]!
    }
  })
  return result
}

const underReference = new WeakMap<Run['reference'], Map<string, Promise<Exact | undefined>>>()

/** The same for the reference policy, which does not move: computed once per problem and temperature. */
export function exactOfReference(run: Run, problem: Problem): Promise<Exact | undefined> {
  const { params, reference } = run
  const known = underReference.get(reference) ?? new Map<string, Promise<Exact | undefined>>()
  underReference.set(reference, known)
  const key = `${problem.index} ${params.temperature} ${isCut(params)}`
  const found = known.get(key) ?? exactUnder(run, reference, problem)
  known.set(key, found)
  return found
}

/** Per iteration, because the policy moves; several columns and methods ask for the same. */
const known = new WeakMap<object, Promise<ReadonlyMap<number, Exact> | undefined>>()

/** Exact values of every problem of the frame, by problem index; of the policy as it is. */
export function exactOfFrame(run: Run, { problems, sampled }: Frame): Promise<ReadonlyMap<number, Exact> | undefined> {
  const key = sampled ?? problems
  const found = known.get(key)
  if (found) return found
  const computed = computeAll(run, problems)
  known.set(key, computed)
  return computed
}

/** The same, computed anew: while the policy has other weights. */
export async function computeAll(
  run: Run,
  problems: readonly Problem[],
): Promise<ReadonlyMap<number, Exact> | undefined> {
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
