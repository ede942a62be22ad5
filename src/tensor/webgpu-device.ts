/** TensorFlow.js's own WebGPU device, for kernels that share it. */
import { fail } from '../core/fail.ts'
import { openBackend } from './backends.ts'
import { tf } from './tf.ts'

/** Opens the `webgpu` backend if need be, and leaves the current backend as it was. Fails where there is no adapter. */
export async function webgpuDevice(): Promise<GPUDevice> {
  const before = tf.getBackend()
  if (!tf.findBackend('webgpu')) {
    try {
      await openBackend('webgpu')
    } finally {
      if (before) await tf.setBackend(before)
    }
  }
  const backend: unknown = tf.findBackend('webgpu')
  if (typeof backend !== 'object' || backend === null || !('device' in backend) || !isDevice(backend.device)) {
    return fail('tensor.webgpu', 'a WebGPU adapter', 'none', 'Choose the wasm backend, or a browser with WebGPU.')
  }
  return backend.device
}

const isDevice = (value: unknown): value is GPUDevice =>
  typeof value === 'object' && value !== null && 'queue' in value && 'createBuffer' in value
