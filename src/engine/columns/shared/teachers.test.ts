/** Who teaches, in runs. */
import { afterAll, describe, expect, it } from 'vitest'
import type { Batch } from '../../../core/batch.ts'
import type { ParamValues } from '../../../core/params.ts'
import { blankRecipe } from '../../../core/recipe.ts'
import { openRecipe } from '../../opening/open.ts'
import type { Opened } from '../../session/session.ts'
import { train } from '../../trainer.ts'
import teacherNext from '../teacherNext.ts'

const opened: Opened[] = []
afterAll(() => {
  for (const { dispose } of opened) dispose()
})

interface Lesson {
  readonly batch: Batch
  /** [T * V] */
  readonly logps: Float32Array
  readonly moved: number
}

/** The batch of an iteration, what its teacher says, and how far the asking moved the policy. */
async function lesson(params: ParamValues, iteration = 1, policy = 'tabular'): Promise<Lesson> {
  const small = { iterations: 3, problems: 3, groupSize: 6, probeEvery: 0, learningRate: 0.5, ...params }
  const recipe = { ...blankRecipe, task: 'token-tree', level: 'easy', policy, method: 'opd', params: small }
  const open = await openRecipe({ recipe, backend: 'cpu', path: 'fused' })
  opened.push(open)
  const { run } = open
  for await (const frame of train(run)) {
    if (frame.iteration !== iteration || frame.phase !== 'credit') continue
    const { parameters: before } = await run.policy.read()
    const logps = await teacherNext.provide(run, frame)
    const { parameters: after } = await run.policy.read()
    const moved = Math.max(...after.map((weight, i) => Math.abs(weight - before[i]!)))
    return { batch: frame.batch, logps: logps!, moved }
  }
  throw new Error('the run ended early')
}

describe.each([
  ['a stronger start', { teacher: 'strong' }, 'tabular'],
  ['a stronger network', { teacher: 'strong' }, 'gpt-2x32'],
  ['the optimum', { teacher: 'optimum' }, 'tabular'],
  ['the policy with a hint', { teacher: 'hint' }, 'tabular'],
  ['its average with a hint', { teacher: 'hint', teacherRate: 0.3 }, 'tabular'],
] as const)('%s', (_, params, policy) => {
  it('has a distribution at every token, of which teacherLogp is the token’s part, and leaves the policy alone', async () => {
    const { batch, logps, moved } = await lesson(params, 2, policy)
    const V = batch.vocabulary!
    batch.token.forEach((token, t) => {
      const row = logps.subarray(t * V, (t + 1) * V)
      expect(row.reduce((sum, logp) => sum + Math.exp(logp), 0)).toBeCloseTo(1, 4)
      expect(row[token]).toBeCloseTo(batch.teacherLogp![t]!, 5)
    })
    expect(moved).toBe(0)
  })
})

/** Mean over responses of the teacher's lead, of those that succeeded and those that did not. */
function leads({ batch }: Lesson) {
  const of = (wanted: number) => {
    const rows = [...batch.reward.keys()].filter(i => batch.correct![i] === wanted)
    const sums = rows.map(i => {
      let total = 0
      for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++)
        total += batch.teacherLogp![t]! - batch.oldLogp![t]!
      return total
    })
    return sums.reduce((total, value) => total + value, 0) / sums.length
  }
  return { right: of(1), wrong: of(0) }
}

it.each(['strong', 'optimum', 'hint'])('%s likes what succeeds more than what fails', async teacher => {
  const { right, wrong } = leads(await lesson({ teacher, problems: 8 }))
  expect(right).toBeGreaterThan(wrong)
})

it('a hint that is all doubt tells nothing', async () => {
  const { batch } = await lesson({ teacher: 'hint', hintDoubt: 1 })
  batch.teacherLogp!.forEach((logp, t) => {
    expect(logp).toBeCloseTo(batch.oldLogp![t]!, 4)
  })
})

it('with rate 0 the hinted teacher stays at the start while the policy leaves it', async () => {
  const gap = ({ batch }: Lesson) =>
    Math.max(...batch.teacherLogp!.map((logp, t) => Math.abs(logp - batch.refLogp![t]!)))
  const still = { teacher: 'hint', hintDoubt: 1, pool: 3, rewardWeight: 1 }
  expect(gap(await lesson({ ...still, teacherRate: 0 }, 3))).toBeLessThan(1e-4)
  expect(gap(await lesson({ ...still, teacherRate: 1 }, 3))).toBeGreaterThan(0.05)
})
