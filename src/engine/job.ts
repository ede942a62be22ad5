/** One training of an experiment, as a worker does it: opened, followed to its end, told as it goes. */
import type { Metrics } from '../core/metrics.ts'
import type { Checkpoint } from '../protocol/commands.ts'
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'
import { openRecipe } from './opening/open.ts'
import type { Frame, Run } from './run.ts'
import { snapshotOf } from './session/snapshot.ts'
import { stateOf } from './state.ts'
import { wholeRun } from './whole-run.ts'

/** The worker's surroundings, or a test's. `now` is in milliseconds. */
export interface JobPorts {
  readonly tell: (event: ExperimentEvent) => void
  readonly now: () => number
}

/** Milliseconds between two tellings. */
const pace = 100

/** Whatever goes wrong is the job's end, in words. */
export async function runJob(job: Job, { tell, now }: JobPorts): Promise<void> {
  const report = reporter(job, { tell, now })
  try {
    const fork = job.trunk && (await trunkOf(job, job.trunk, report))
    const failure = fork && 'failure' in fork ? fork.failure : await branchOf(job, fork?.checkpoint, report)
    report.flush()
    tell({ job: job.id, type: 'ended', ...(failure !== undefined && { failure }) })
  } catch (error) {
    report.flush()
    tell({ job: job.id, type: 'ended', failure: error instanceof Error ? error.message : String(error) })
  }
}

type Reporter = ReturnType<typeof reporter>

/** The part that it shares with another run. */
async function trunkOf(
  { keep, backend }: Job,
  { recipe, iterations }: NonNullable<Job['trunk']>,
  report: Reporter,
): Promise<{ readonly checkpoint: Checkpoint } | { readonly failure: string }> {
  const { run, dispose } = await openRecipe({ recipe, backend, path: 'fused' })
  try {
    const { failure } = await wholeRun(run, report.of(run), {
      until: iterations,
      watched: iteration => keep.includes(iteration),
    })
    return failure === undefined ? { checkpoint: await stateOf(run) } : { failure }
  } finally {
    dispose()
  }
}

/** The run itself, from the trunk's state or from its start; why it stopped early. */
async function branchOf(
  { recipe, keep, backend }: Job,
  checkpoint: Checkpoint | undefined,
  report: Reporter,
): Promise<string | undefined> {
  const { run, dispose } = await openRecipe({ recipe, backend, path: 'fused', ...(checkpoint && { checkpoint }) })
  try {
    const { failure } = await wholeRun(run, report.of(run), { watched: iteration => keep.includes(iteration) })
    return failure
  } finally {
    dispose()
  }
}

/** Collects what was measured, and hands it on every `pace` milliseconds. */
function reporter({ id: job, keep }: Job, { tell, now }: JobPorts) {
  const began = now()
  let told = began
  let first = 0
  let metrics: Metrics[] = []
  let milliseconds: number[] = []
  const flush = () => {
    if (metrics.length > 0) tell({ job, type: 'measured', iteration: first, metrics, milliseconds })
    told = now()
    first += metrics.length
    metrics = []
    milliseconds = []
  }
  const of = (run: Run) => async (iteration: number, measured: Metrics, frame: Frame) => {
    metrics.push(measured)
    milliseconds.push(now() - began)
    if (iteration > 0 && keep.includes(iteration)) {
      tell({ job, type: 'kept', snapshot: snapshotOf(frame), checkpoint: await stateOf(run) })
    }
    if (now() - told >= pace) flush()
  }
  return { of, flush }
}
