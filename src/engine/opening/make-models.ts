import { hash } from '../../core/rng.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { initialState } from '../../policy/initialise.ts'
import { freshState } from '../../policy/optimiser.ts'
import type { Policy } from '../../policy/policy.ts'
import type { RunModels } from '../run.ts'

/** The models that the method learns, at their start: the policy's own weights, or random ones under the run's seed. */
export async function makeModels(
  { models }: Pick<ResolvedMethod, 'models'>,
  make: () => Promise<Policy>,
  base: Float32Array,
  seed: number,
): Promise<RunModels> {
  const made: Record<string, Policy> = {}
  for (const [place, [column, { from }]] of Object.entries(models).entries()) {
    const model = await make()
    model.write(from === 'base' ? freshState(base) : initialState(model, hash(seed, [place + 1])))
    made[column] = model
  }
  return made
}
