/** The worker that draws: curves of one method at a time, on a backend of its own, so that neither page nor run waits. */
import { valuesOf } from '../core/params.ts'
import { methodOf, methods, resolve } from '../methods/index.ts'
import type { FigureAnswer, FigureAsked } from '../protocol/figures.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { draw } from './index.ts'

const opened = openBackend('cpu')

async function answer({ asked, figure, method: id, taken, params, settings }: FigureAsked): Promise<FigureAnswer> {
  try {
    await opened
    const method = resolve(methodOf(id), methods, taken)
    return { asked, drawn: await draw({ tf }, figure, method, valuesOf(method.specs, params), settings) }
  } catch (error) {
    return { asked, failed: error instanceof Error ? error.message : String(error) }
  }
}

self.onmessage = async ({ data }: MessageEvent<FigureAsked>) => self.postMessage(await answer(data))
