import type { ProbeResult } from '../../core/parts.ts'
import { followPolicy } from '../columns/shared/average-weights.ts'
import { keepResponses } from '../columns/shared/last-responses.ts'
import { countPasses } from '../columns/shared/pass-rates.ts'
import { contextOf, type Frame, type Run, remember } from '../run.ts'
import { batchMetrics, sourceMetrics } from './metrics.ts'
import { passAtKs } from './pass-at-k.ts'

/** Measures the iteration, and every `probeEvery` iterations the policy on held-out problems; lets the curriculum learn. */
export async function probe(run: Run, frame: Frame): Promise<Frame> {
  const { method, params } = run
  const due = params.probeEvery > 0 && frame.iteration % params.probeEvery === 0
  const own = probeSlot(run, frame)
  const metrics = {
    ...frame.metrics,
    ...batchMetrics(frame),
    ...sourceMetrics(run, frame.batch),
    ...own.metrics,
    ...(due && (await passAtKs(run))),
  }
  const observe = method.curriculum?.part.observe
  const indices = frame.problems.map(({ index }) => index)
  const seen = observe?.(frame.batch, indices, params, contextOf(run, frame, 'curriculum', observeTurn))
  const seenBy = { ...frame, memory: remember(frame, 'curriculum', seen) }
  const learned = { ...frame, memory: await followPolicy(run, seenBy) }
  const explain = { ...frame.explain, probe: own.explain ?? {} }
  return { ...frame, metrics, explain, memory: keepResponses(run, { ...learned, memory: countPasses(run, learned) }) }
}

/** Observing draws from a stream of its own. */
const observeTurn = 2000

function probeSlot(run: Run, frame: Frame): ProbeResult {
  const { owner, part } = run.method.probe ?? { owner: '', part: undefined }
  const nothing = { metrics: {} }
  return part?.compute(`${owner}.probe`, frame.batch, run.params, contextOf(run, frame, 'probe')) ?? nothing
}
