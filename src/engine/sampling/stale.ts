/** Asynchronous training in one thread: responses are drawn by weights that are only renewed every few iterations. */
import { type Frame, type Memory, type Run, remember } from '../run.ts'
import type { Draft } from './draft.ts'
import { drawnLogp } from './rollout.ts'
import { scoreRows } from './sampler.ts'
import { underWeights } from './under-weights.ts'

/** The engine's own note: the weights that draw. */
const drawingWeights = 'drawingWeights'

/**
 * Draws with the weights of the iteration in which they were last renewed, and scores what was drawn with those of now:
 * `oldLogp` is the policy's at the start of the update, `samplerLogp` what drew; with `oldFrom` both are what drew. Every
 * iteration renews the weights by default, and nothing is copied.
 */
export async function drawStale(
  run: Run,
  frame: Frame,
  draw: () => Promise<Draft>,
): Promise<{ readonly draft: Draft; readonly memory: Memory }> {
  const every = run.params.samplerEvery
  const known = frame.memory[drawingWeights]
  if (every === 1) {
    const { [drawingWeights]: _old, ...memory } = frame.memory
    return { draft: await draw(), memory: known ? memory : frame.memory }
  }
  const now = await run.policy.read()
  if ((frame.iteration - 1) % every === 0 || !(known instanceof Float32Array)) {
    return { draft: await draw(), memory: remember(frame, drawingWeights, now.parameters) }
  }
  const drawn = await underWeights(run.policy, known, draw)
  const { sampled, group } = drawn
  const { token, tokenStart, keptMass, topToken, topProbability } = sampled
  const rows = { token, tokenStart, problems: Array.from(group, index => frame.problems[index]!) }
  const scored = await scoreRows(run, rows, run.params.temperature)
  const old = run.params.oldFrom === 'sampler' ? sampled : scored
  // The likeliest tokens and what was kept of them stay those that were drawn from.
  const ofDraw = { keptMass, topToken, topProbability, logp: old.logp, meanLogp: old.meanLogp }
  return {
    draft: { samplerLogp: drawnLogp(sampled), ...drawn, sampled: { ...scored, ...ofDraw } },
    memory: frame.memory,
  }
}
