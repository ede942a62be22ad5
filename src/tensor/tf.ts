/**
 * The only door to TensorFlow.js. The modular core has no gradients and no backends until they are registered, and no
 * chained methods: write `tf.sub(x, y)`.
 */
import * as tf from '@tensorflow/tfjs-core'
// After the core: registering reads its flags.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js'

export { tf }
export const backends = ['webgpu', 'wasm', 'cpu'] as const
export type Backend = (typeof backends)[number]
