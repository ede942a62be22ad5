/** Opening a TensorFlow.js backend, and running code on it. The current backend of `tf` is changed here only. */
import { type Backend, tf } from './tf.ts'

/** Runs `run` with `backend` current and restores the one before. The backend must be open. */
export function onBackend<T>(backend: Backend, run: () => T): T {
  const before = tf.getBackend()
  if (before === backend) return run()
  makeCurrent(backend)
  try {
    return run()
  } finally {
    if (before) makeCurrent(before)
  }
}

/** `setBackend` is asynchronous only while it initialises; for an open backend it has done its work when it returns. */
function makeCurrent(backend: string): void {
  void tf.setBackend(backend)
}

export async function openBackend(backend: Backend): Promise<void> {
  tf.enableProdMode()
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu')
      break
    case 'wasm': {
      const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
      const { wasmPaths } = import.meta.env.SSR
        ? await import('./wasm-files.node.ts')
        : await import('./wasm-files.browser.ts')
      setWasmPaths(wasmPaths)
      break
    }
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu')
  }
  await tf.setBackend(backend)
}
