import { keepResponses } from '../columns/shared/last-responses.ts'
import { countPasses } from '../columns/shared/pass-rates.ts'
import { contextOf, type Frame, type Run, remember } from '../run.ts'
import { batchMetrics } from './metrics.ts'
import { passAtKs } from './pass-at-k.ts'

/** Measures the iteration, and every `probeEvery` iterations the policy on held-out problems; lets the curriculum learn. */
export async function probe(run: Run, frame: Frame): Promise<Frame> {
  const { method, params } = run
  const due = params.probeEvery > 0 && frame.iteration % params.probeEvery === 0
  const metrics = {
    ...frame.metrics,
    ...batchMetrics(frame),
    ...(method.probe && probeSlot(run, frame)),
    ...(due && (await passAtKs(run))),
  }
  const observe = method.curriculum?.part.observe
  const indices = frame.problems.map(({ index }) => index)
  const seen = observe?.(frame.batch, indices, params, contextOf(run, frame, 'curriculum', observeTurn))
  const learned = { ...frame, memory: remember(frame, 'curriculum', seen) }
  return { ...frame, metrics, memory: keepResponses(run, { ...learned, memory: countPasses(run, learned) }) }
}

/** Observing draws from a stream of its own. */
const observeTurn = 2000

function probeSlot(run: Run, frame: Frame): Readonly<Record<string, number>> {
  const { owner, part } = run.method.probe ?? { owner: '', part: undefined }
  return part?.compute(`${owner}.probe`, frame.batch, run.params, contextOf(run, frame, 'probe')) ?? {}
}
