/** Compiled shaders. Pipelines do not depend on a policy's sizes, so the policies of one device share them. */
import { deviceError } from './guard.ts'

const known = new WeakMap<GPUDevice, Map<string, Promise<GPUComputePipeline>>>()

/** Compiles without blocking; rejects with the compiler's message. */
export function pipelineFor(device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> {
  const ofDevice = known.get(device) ?? new Map<string, Promise<GPUComputePipeline>>()
  known.set(device, ofDevice)
  const pipeline = ofDevice.get(code) ?? compile(device, label, code)
  ofDevice.set(code, pipeline)
  return pipeline
}

async function compile(device: GPUDevice, label: string, code: string): Promise<GPUComputePipeline> {
  // The scope keeps a refused shader from being reported a second time, to whoever else uses the device.
  device.pushErrorScope('validation')
  const module = device.createShaderModule({ label, code })
  const pipeline = device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  const [, objection] = await Promise.all([pipeline.catch(() => {}), device.popErrorScope()])
  if (objection) throw deviceError(`shader "${label}" refused: ${objection.message}`)
  return pipeline.catch(reason => {
    throw deviceError(`shader "${label}" refused: ${String(reason)}`)
  })
}
