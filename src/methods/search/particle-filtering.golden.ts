/** probabilistic-inference-scaling src/sal/search/particle_gibbs.py (f75d461): weights, ancestors, and whole runs of the kernel. */

import type { Path } from '../../core/formulas/searching.ts'
import { drawWeighted } from '../../core/rng.ts'
import { flag, type GoldenFamily, number, vector } from '../golden/harness.ts'
import { scripted } from '../golden/scripted-search.ts'
import { annealed, filtered, logits, weightsOf } from './particle-filtering.math.ts'

/** Uniforms in their order. */
const inOrder = (uniforms: readonly number[]) => {
  let at = 0
  return () => uniforms[at++]!
}

const family: GoldenFamily = {
  file: 'preference/particle-filter-weights',
  ignored: { note: 'words on how the stub answers' },
  run: async ({ inputs, params }) => {
    if ('current_step' in inputs) {
      const span = { from: number(params.start), to: number(params.end), total: number(params.total) }
      return { temperature: annealed(number(inputs.current_step), span) }
    }
    const temperature = number(params.softmax_temp)
    if ('rewards' in inputs) {
      const rewards = vector(inputs.rewards)
      const weights = weightsOf(rewards, temperature)
      const draws = vector(inputs.uniforms).map(u => drawWeighted(() => u, weights))
      return { logits: logits(rewards), weights: [...weights], resampled_indices_inverse_cdf: draws }
    }
    const { handle, stepsOf } = scripted({ continuations: inputs.continuations, prm: inputs.prm }, steps =>
      steps.join('/'),
    )
    const { rounds, paths } = await filtered(
      handle,
      {
        particles: number(params.n_particles),
        stepTokens: 1,
        maxSteps: 40,
        temperatureAt: () => temperature,
        finished: flag(params.resample_inactive) ? 'compete' : 'stay',
      },
      inOrder(vector(inputs.uniforms_in_order)),
    )
    const steps = (all: readonly Path[]) => all.map(({ tokens }) => stepsOf(tokens))
    return {
      final: paths.map(({ tokens, scores }) => ({
        traj: stepsOf(tokens),
        rewards: scores,
        active: !handle.isOver(tokens),
      })),
      after_step: [...rounds.map(round => steps(round.paths)), steps(paths)],
      after_resample: rounds.map(round => steps(round.drawn)),
      resampling: rounds.map(({ weights, ancestors }) => ({ weights: [...Array.from(weights)], indices: ancestors })),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
