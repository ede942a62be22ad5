/**
 * Reinforcement learning for language models, from problem to update. The page to read first: every phase is a small file
 * in phases/, takes what the iteration has gathered so far and hands back more of it.
 */
import { phasesOf } from '../core/slots.ts'
import type { Phase } from '../core/snapshot.ts'
import { advantage } from './phases/advantage.ts'
import { choose } from './phases/choose.ts'
import { credit } from './phases/credit.ts'
import { keep } from './phases/keep.ts'
import { learn } from './phases/learn.ts'
import { rounded } from './phases/metrics.ts'
import { pair } from './phases/pair.ts'
import { passAtKs } from './phases/pass-at-k.ts'
import { probe } from './phases/probe.ts'
import { reward } from './phases/reward.ts'
import { sample } from './phases/sample.ts'
import { select } from './phases/select.ts'
import { update } from './phases/update.ts'
import { type Frame, firstFrame, type Run } from './run.ts'

type Work = (run: Run, frame: Frame) => Frame | Promise<Frame>

const work: Readonly<Record<Phase, Work>> = {
  choose,
  sample,
  reward,
  keep,
  advantage,
  credit,
  pair,
  update: trainAll,
  select,
  probe,
}

/** The policy first: its models learn from the responses that they have paid. */
async function trainAll(run: Run, frame: Frame): Promise<Frame> {
  return learn(run, await update(run, frame))
}

/**
 * Yields after every phase of the method, until the budget is used up. `run.params` may be replaced between phases and
 * counts from the next one on. A run is the weights and moments of its policy and models, `run.iteration` and `run.memory`: whoever restores these at
 * the end of an iteration, and starts a new generator, continues exactly. Before the first iteration the starting policy
 * is measured and yielded as the probe of iteration 0.
 */
export async function* train(run: Run): AsyncGenerator<Frame, void> {
  if (run.iteration === 0) yield await measureStart(run)
  while (run.iteration < run.params.iterations) {
    let frame = firstFrame(run)
    for (const phase of phasesOf(run.method)) {
      frame = await runPhase(run, frame, phase)
      if (phase === 'probe') {
        run.iteration = frame.iteration
        run.memory = frame.memory
      }
      yield frame
    }
  }
}

/** The frame with what one phase adds to it. */
export const runPhase = async (run: Run, frame: Frame, phase: Phase): Promise<Frame> =>
  finished(await work[phase](run, frame), phase)

async function measureStart(run: Run): Promise<Frame> {
  const metrics = run.params.probeEvery > 0 ? await passAtKs(run) : {}
  return finished({ ...firstFrame(run), iteration: 0, metrics }, 'probe')
}

/** Every frame passes here, so that no metric leaves the engine unrounded. */
const finished = (frame: Frame, phase: Phase): Frame => ({ ...frame, phase, metrics: rounded(frame.metrics) })
