/** From a recipe to a run that is ready to go: backend, policy, weights, reference. */
import { fail } from '../../core/fail.ts'
import { policySpec } from '../../core/policy.ts'
import type { Recipe } from '../../core/recipe.ts'
import { checkRecipe } from '../../core/recipe-check.ts'
import { seedFrom } from '../../core/rng.ts'
import { isCut, teacherOf, type World } from '../../core/world.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { cureOf, readsValues, unmet } from '../../methods/needs.ts'
import { fastestBackend } from '../../policy/fastest.ts'
import type { PolicyRequest } from '../../policy/index.ts'
import { freshState } from '../../policy/optimiser.ts'
import type { BackendChoice, Checkpoint } from '../../protocol/commands.ts'
import { levelOf, taskOf, tasks } from '../../tasks/index.ts'
import { deviceLost, openBackend, openFirst } from '../../tensor/backends.ts'
import { tf } from '../../tensor/tf.ts'
import { paramsOf, type Run } from '../run.ts'
import type { Opened } from '../session/session.ts'
import { enterState } from '../state.ts'
import { lookups } from './lookups.ts'
import { makeModels } from './make-models.ts'
import { makePolicy, sizesOf } from './make-policy.ts'
import { methodFor } from './own.ts'
import { startWeights, withValueHead } from './start-weights.ts'

export interface OpenRequest {
  readonly recipe: Recipe
  readonly backend: BackendChoice
  /** `fused` uses the hand-written kernels, `plain` the TensorFlow.js operations. */
  readonly path: 'fused' | 'plain'
  readonly checkpoint?: Checkpoint
}
export interface OpenReports {
  /** A clock in milliseconds; without one, backends are not compared. */
  readonly now?: () => number
  readonly loading?: (what: string, share?: number) => void
  /** The GPU device is gone; nothing of this run can be read any more. */
  readonly lost?: (why: string) => void
}

/** Fails on unknown ids, on a method that this task cannot feed, and when no backend works. */
export async function openRecipe(request: OpenRequest, reports: OpenReports = {}): Promise<Opened> {
  const { recipe, notices } = checkRecipe(request.recipe, lookups)
  const task = taskOf(recipe.task)
  const level = levelOf(task, recipe.level)
  const method = await methodFor(recipe)
  const params = paramsOf(method, recipe.policy, recipe.params)
  const spec = policySpec(recipe.policy)
  checkNeeds(method, {
    task,
    level,
    policy: spec.kind,
    cut: isCut(params),
    policyId: recipe.policy,
    ...teacherOf(params),
  })
  const valueHead = readsValues(method)
  const wanted = { spec, task, level, path: request.path }
  reports.loading?.('Starting the backend')
  const { choice, reason } = await chooseBackend(request, { ...sizesOf(task, level, valueHead), spec }, reports.now)
  const { accepted, failed, ...opened } = await openFirst(choice, async backend => ({
    ...(await makePolicy({ ...wanted, backend, valueHead })),
    reference: (await makePolicy({ ...wanted, backend, valueHead: false })).policy,
  }))
  const { policy, reference, path } = accepted
  const backend = { ...opened, path, notice: joined(opened.notice, accepted.notice), ...(reason && { reason }) }
  const fellBack = failed || (accepted.notice !== '' && backend.backend !== 'cpu')
  reports.loading?.('Loading the starting weights')
  const weights = await startWeights(recipe, task, level)
  reference.write(freshState(weights))
  policy.write(freshState(withValueHead(weights, policy.layout)))
  const seed = seedFrom(recipe.seed)
  const make = async () => (await makePolicy({ ...wanted, path, backend: backend.backend, valueHead: false })).policy
  const models = await makeModels(method, make, weights, seed)
  const run: Run = {
    recipe,
    task,
    level,
    seed,
    method,
    policy,
    reference,
    models,
    params,
    iteration: 0,
    memory: {},
    watched: false,
  }
  if (request.checkpoint) enterState(run, request.checkpoint)
  let open = true
  void deviceLost(backend.backend).then(why => open && reports.lost?.(why))
  return {
    run,
    backend,
    notices: fellBack ? [...notices, backend.notice] : notices,
    tensors: () => tf.memory().numTensors,
    resume: () => openBackend(backend.backend),
    dispose: () => {
      open = false
      policy.dispose()
      reference.dispose()
      for (const model of Object.values(models)) model.dispose()
    },
  }
}

const joined = (...sentences: readonly string[]): string => sentences.filter(Boolean).join(' ')

/** What a person chose stands; otherwise the fastest, where that can be told. */
async function chooseBackend(
  { backend, path }: OpenRequest,
  sizes: Omit<PolicyRequest, 'backend' | 'path'>,
  now: (() => number) | undefined,
): Promise<{ readonly choice: BackendChoice; readonly reason: string }> {
  if (backend !== 'auto') return { choice: backend, reason: '' }
  const { backend: choice, reason } = await fastestBackend({ ...sizes, path }, now)
  return { choice, reason }
}

/** Says before anything is computed that a method asks for what this world does not have. */
function checkNeeds(method: ResolvedMethod, world: World): void {
  const missing = unmet(method, world)
  if (!missing) return
  const { task } = world
  fail(
    `${method.method.id} on ${task.id}`,
    missing.columns.map(column => `the column "${column}"`).join(' and '),
    `none, because ${missing.why}`,
    cureOf(method, world, tasks),
  )
}
