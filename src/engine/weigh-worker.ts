/** The worker that weighs: the gradient of one method's loss at a time, on a backend of its own. */
import { requireColumns } from '../core/batch.ts'
import { defaultsOf, valuesOf } from '../core/params.ts'
import { microSpecs } from '../core/recipe.ts'
import { purpose, stream } from '../core/rng.ts'
import { objectiveGradient } from '../methods/gradient.ts'
import { resolveMethod } from '../methods/index.ts'
import type { WeighAnswer, WeighAsked } from '../protocol/weigh.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'

const opened = openBackend('cpu')

async function answer({ asked, method: id, params, batch, iteration }: WeighAsked): Promise<WeighAnswer> {
  try {
    await opened
    const method = resolveMethod(id)
    const values = { ...defaultsOf(microSpecs), ...valuesOf(method.specs, params) }
    const context = {
      iteration,
      iterations: iteration + 1,
      draw: stream(0, purpose.method, iteration),
      state: undefined,
    }
    const whole = requireColumns(batch, 'bench', ['advantage', 'credit'])
    const { gradient } = objectiveGradient(tf, method, values, whole, context)
    return { asked, weight: (gradient.logp ?? new Float32Array(batch.token.length)).map(slope => -slope) }
  } catch (error) {
    return { asked, failed: error instanceof Error ? error.message : String(error) }
  }
}

self.onmessage = async ({ data }: MessageEvent<WeighAsked>) => self.postMessage(await answer(data))
