/** Where the page finds the WASM binaries of TensorFlow.js: files that the build copies beside its scripts. */
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'

export const wasmPaths: Record<
  'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm' | 'tfjs-backend-wasm-threaded-simd.wasm',
  string
> = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  // An entry is required; threads are off (backends.ts), so nothing asks for it.
  'tfjs-backend-wasm-threaded-simd.wasm': simd,
}
