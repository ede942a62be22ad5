/** GPUs that are weak, that refuse, and that go away: the run must outlive all of them, and the page must say so. */
import { expect, test } from 'playwright/test'
import {
  backendFacts,
  badgeSays,
  button,
  chooseBackend,
  inWorkers,
  iteration,
  nextIteration,
  notices,
  openPage,
  tiny,
  untilIteration,
} from './support.ts'

/** Takes no more than every WebGPU device must offer, and gives up where it gets more. */
const smallestLimits = () => {
  const request = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, { ...descriptor, requiredLimits: {} })
    const { maxComputeWorkgroupStorageSize, maxComputeInvocationsPerWorkgroup } = device.limits
    const got = `${maxComputeWorkgroupStorageSize} bytes, ${maxComputeInvocationsPerWorkgroup} invocations`
    if (got !== '16384 bytes, 256 invocations') throw new Error(got)
    return device
  }
}

test('the smallest limits that WebGPU allows are enough for the kernels', async ({ page }) => {
  await inWorkers(page, smallestLimits)
  await openPage(page, tiny)
  await chooseBackend(page, 'webgpu')
  await nextIteration(page)
  const { Backend, Kernels } = await backendFacts(page)
  expect([Backend, Kernels]).toEqual(['WebGPU', 'own, fused'])
})

const refuseShader = () => {
  const compile = GPUDevice.prototype.createComputePipelineAsync
  GPUDevice.prototype.createComputePipelineAsync = function (descriptor) {
    if (descriptor.label === 'attention') return Promise.reject(new Error('this driver has no attention'))
    return compile.call(this, descriptor)
  }
}

test('a shader that does not compile leaves the run to WASM, with the reason', async ({ page }) => {
  await inWorkers(page, refuseShader)
  await openPage(page, tiny)
  await nextIteration(page)
  await nextIteration(page)
  await chooseBackend(page, 'webgpu')
  await expect(notices(page)).toContainText('this driver has no attention')
  expect(await iteration(page)).toBe(2)
  await nextIteration(page)
  expect((await backendFacts(page)).Backend).toBe('WASM')
})

/**
 * Takes the device away right behind a submission, once the page says so. (Playwright can evaluate in a worker, but that
 * stops one that uses a GPU for many seconds.)
 */
const fragileDevice = () => {
  let fatal = false
  new BroadcastChannel('fatal').onmessage = () => {
    fatal = true
  }
  const request = GPUAdapter.prototype.requestDevice
  GPUAdapter.prototype.requestDevice = async function (descriptor) {
    const device = await request.call(this, descriptor)
    const submit = device.queue.submit.bind(device.queue)
    device.queue.submit = commands => {
      submit(commands)
      if (fatal) device.destroy()
    }
    return device
  }
}

const noDevice = () => {
  GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error('the driver is gone'))
}

for (const [title, then, backend] of [
  ['is opened again', () => {}, 'WebGPU'],
  ['and does not come back is replaced by WASM', noDevice, 'WASM'],
] as const) {
  test(`a GPU that is lost in the middle of a dispatch ${title}, and the run goes on`, async ({ page }) => {
    test.setTimeout(120_000)
    await inWorkers(page, fragileDevice, then)
    await openPage(page, `${tiny}&iterations=5000`)
    await chooseBackend(page, 'webgpu')
    await nextIteration(page)
    await button(page, 'Play').click()
    await untilIteration(page, 5)
    const curves = await page.locator('figure.chart').count()
    await page.evaluate(() => new BroadcastChannel('fatal').postMessage(true))
    await expect(notices(page)).toContainText(/The GPU was lost.*started again from iteration/, { timeout: 60_000 })
    if (backend === 'WASM') await expect(notices(page)).toContainText('WebGPU failed')
    await expect(button(page, 'Pause')).toBeVisible()
    await untilIteration(page, (await iteration(page)) + 5)
    expect(await page.locator('figure.chart').count()).toBe(curves)
    expect((await backendFacts(page)).Backend).toBe(backend)
  })
}

const pretendGpu = () => {
  const pretend = { vendor: 'acme', architecture: 'snail', description: '', isFallbackAdapter: false }
  for (const [name, value] of Object.entries(pretend)) {
    Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value })
  }
}

test('a GPU that is slower than WASM is not chosen, and the badge tells both times', async ({ page }) => {
  await inWorkers(page, pretendGpu)
  await openPage(page, tiny)
  expect((await backendFacts(page)).Backend).toBe('WASM')
  expect(await badgeSays(page)).toMatch(/^Measured: \d+ ms per batch on WASM, \d+ ms on acme snail\.$/)
})
