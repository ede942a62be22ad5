/** The table of columns says which a run has; here runs are asked, in every kind of world there is. */
import { expect, it } from 'vitest'
import { type Column, columns, obstacle, ranges, specOf } from '../../core/columns.ts'
import { policySpec } from '../../core/policy.ts'
import { blankRecipe } from '../../core/recipe.ts'
import type { Task } from '../../core/task.ts'
import { resolveMethod } from '../../methods/index.ts'
import { tasks } from '../../tasks/index.ts'
import { guessing, openRun } from '../fixtures.ts'
import { openRecipe } from '../opening/open.ts'
import { problemAt, type Run, worldOf } from '../run.ts'
import { train } from '../trainer.ts'
import { providers } from './index.ts'
import { exactOfReference } from './shared/exact.ts'

/** Slots of some methods write the others, and the update. */
const checked = columns.filter(column => ['draw', 'log'].includes(specOf(column).at))

/** A run whose method asks for everything, with a value head. */
async function columnsOf(run: Run): Promise<string[]> {
  const method = { ...run.method, needs: checked }
  const asking: Run = { ...run, method, watched: true }
  let had: string[] = []
  for await (const { phase, batch } of train(asking)) {
    if (phase === 'credit') had = checked.filter(column => batch[column] !== undefined)
    if (phase === 'update') expect(columns.flatMap(column => illegal(column, batch[column]))).toEqual([])
  }
  return had
}

/** Numbers that the column's row does not allow. */
function illegal(column: Column, values: Float32Array = new Float32Array()): string[] {
  const { kind, gaps } = specOf(column)
  const wrong = values.find(value => !(ranges[kind].allows(value) || (gaps !== undefined && Number.isNaN(value))))
  return wrong === undefined ? [] : [`${column}: ${wrong} is not ${ranges[kind].words}`]
}

const small = { iterations: 1, problems: 2, groupSize: 2, probeEvery: 0 }

async function compare(run: Run) {
  const world = worldOf(run)
  const promised = checked.filter(column => obstacle(column, world) === undefined)
  expect(await columnsOf(run)).toEqual(promised)
}

const places = [...tasks.values()].flatMap((task: Task) =>
  task.levels.flatMap(level =>
    [...(task.rows ? ['tabular'] : []), 'gpt-1x16'].map(policy => [task.id, level.id, policy] as const),
  ),
)

it.each(places)('on %s %s, %s, a run has the columns that are promised, and no other', async (task, level, policy) => {
  expect(['tabular', 'gpt']).toContain(policySpec(policy).kind)
  const recipe = { ...blankRecipe, task, level, policy, base: 'random', method: 'ppo', params: small }
  const { run, dispose } = await openRecipe({ recipe, backend: 'wasm', path: 'fused' })
  try {
    await compare(run)
  } finally {
    dispose()
  }
})

it('has nothing that listing all responses would tell where top-k cuts what is sampled, the reference’s included', async () => {
  const params = { ...small, topK: 1 }
  const recipe = { ...blankRecipe, task: 'bandit', level: 'easy', policy: 'tabular', base: 'random', params }
  const { run, dispose } = await openRecipe({ recipe: { ...recipe, method: 'ppo' }, backend: 'wasm', path: 'fused' })
  try {
    expect(obstacle('dpoLogits', worldOf(run))).toMatch(/top-k/)
    await compare(run)
    expect(await exactOfReference(run, problemAt(run, 0))).toBeUndefined()
  } finally {
    dispose()
  }
})

it('is asked of exactly the providers that there are', () => {
  const computed = columns.filter(column => specOf(column).cost !== undefined)
  expect(providers.map(({ column }) => column).sort()).toEqual([...computed].sort())
})

it('in a world of turns too', async () => {
  const run = await openRun({ task: guessing, method: resolveMethod('grpo'), params: small })
  const had = await columnsOf(run)
  expect(had).toEqual(expect.arrayContaining(['turnReward', 'stateKey']))
  const world = { task: run.task, level: run.level, policy: run.policy.spec.kind }
  expect([...had, 'oldValue'].sort()).toEqual(checked.filter(column => obstacle(column, world) === undefined).sort())
})

it('promises what a provider computes somewhere, for every provider', () => {
  const worlds = [...tasks.values(), guessing].flatMap(task =>
    task.levels.flatMap(level => (['tabular', 'gpt'] as const).map(policy => ({ task, level, policy }))),
  )
  const never = providers.filter(({ column }) => worlds.every(world => obstacle(column, world) !== undefined))
  expect(never.map(({ column }) => `${column}: its row in core/columns promises it nowhere`)).toEqual([])
})
