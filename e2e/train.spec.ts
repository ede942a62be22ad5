import { expect, test } from 'playwright/test'
import {
  backendFacts,
  button,
  chooseBackend,
  iteration,
  nextIteration,
  openPage,
  tiny,
  untilIteration,
} from './support.ts'

test('the first groups are on screen before anything is clicked', async ({ page }) => {
  await openPage(page)
  await expect(page.getByRole('main')).toContainText('=')
  expect(await iteration(page)).toBe(0)
})

for (const backend of ['webgpu', 'wasm', 'cpu'] as const) {
  test(`trains on ${backend}`, async ({ page }) => {
    await openPage(page, tiny)
    await chooseBackend(page, backend)
    await nextIteration(page)
    await nextIteration(page)
    const facts = await backendFacts(page)
    expect(facts.Backend).toBe({ webgpu: 'WebGPU', wasm: 'WASM', cpu: 'CPU' }[backend])
    if (backend === 'webgpu') expect(facts.Adapter).toMatch(/swiftshader/i)
    else expect(facts.Adapter).toBeUndefined()
  })
}

test('GRPO raises the default network from its warm start to nine in ten', async ({ page }) => {
  test.setTimeout(180_000)
  await openPage(page)
  await button(page, 'Play').click()
  const reward = page.locator('figure.chart', { hasText: 'Reward' }).first().locator('.chart-values b').first()
  await expect.poll(async () => Number(await reward.textContent()), { timeout: 150_000 }).toBeGreaterThanOrEqual(0.9)
  expect(await iteration(page)).toBeLessThanOrEqual(400)
})

test('no tensor leaks in 200 iterations', async ({ page }) => {
  test.setTimeout(120_000)
  await openPage(page, `${tiny}&iterations=400`)
  await button(page, 'Play').click()
  await untilIteration(page, 5)
  const before = await backendFacts(page)
  await untilIteration(page, 205, 90_000)
  const after = await backendFacts(page)
  expect(Number(before['Tensors alive'])).toBeGreaterThanOrEqual(0)
  expect(after['Tensors alive']).toBe(before['Tensors alive'])
})
