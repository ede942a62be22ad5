import { chromium, expect, test } from 'playwright/test'
import {
  backendFacts,
  button,
  iteration,
  nextIteration,
  openHelp,
  openPage,
  ready,
  tiny,
  untilIteration,
} from './support.ts'

test('a browser without WebGPU gets the whole page, and is told why', async ({ baseURL }, { project }) => {
  const { executablePath } = project.use.launchOptions ?? {}
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', '--disable-features=WebGPU', '--disable-background-networking'],
  })
  const page = await browser.newPage({ baseURL: baseURL ?? '' })
  await openPage(page, tiny)
  expect(await page.evaluate(async () => 'gpu' in navigator && (await navigator.gpu.requestAdapter()) !== null)).toBe(
    false,
  )
  await nextIteration(page)
  expect((await backendFacts(page)).Backend).toBe('WASM')
  await openHelp(page)
  await expect(page.locator('.backend .warning-text')).toContainText(/WebGPU/)
  await browser.close()
})

const dieOfAnError = () => {
  setTimeout(() => {
    throw new Error('killed by the test')
  })
}
const fallSilent = () => self.close()

for (const [how, kill, askedFirst] of [
  ['dies of an error mid-run is started again', dieOfAnError, false],
  ['falls silent mid-run is started again when the person says so', fallSilent, true],
] as const) {
  test(`a worker that ${how}, from the last checkpoint`, async ({ page }) => {
    test.setTimeout(120_000)
    await openPage(page, `${tiny}&iterations=5000`)
    await nextIteration(page)
    await button(page, 'Play').click()
    await untilIteration(page, 30)
    const curves = await page.locator('figure.chart').count()
    await page.workers()[0]?.evaluate(kill)
    if (askedFirst) {
      const banner = page.getByRole('alert')
      await expect(banner).toContainText('has not answered for', { timeout: 40_000 })
      await banner.getByRole('button', { name: /^Start again from iteration/ }).click()
    }
    await expect(page.getByRole('list', { name: 'Notices' })).toContainText('started again', { timeout: 60_000 })
    const again = await iteration(page)
    expect(again).toBeGreaterThan(0)
    expect(await page.locator('figure.chart').count()).toBe(curves)
    await untilIteration(page, again + 5)
  })
}

test('an absurd learning rate stops the run with a message, and keeps what was good', async ({ page }) => {
  await openPage(page, 'learningRate=10&maxGradNorm=0')
  await button(page, 'Play').click()
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('diverged', { timeout: 50_000 })
  await expect(page.getByRole('main')).toContainText('=')
  await banner.getByRole('button', { name: 'Reset' }).click()
  await ready(page)
  expect(await iteration(page)).toBe(0)
})

test('a reload goes on with the last session', async ({ page }) => {
  await openPage(page, tiny)
  await nextIteration(page)
  await nextIteration(page)
  await page.waitForTimeout(1_500)
  await page.reload()
  await expect.poll(() => iteration(page)).toBe(2)
})

test('a reload while playing goes on within an iteration of where it was', async ({ page }) => {
  await openPage(page, `${tiny}&iterations=5000`)
  await nextIteration(page)
  await page.getByLabel('Speed').selectOption('2')
  await button(page, 'Play').click()
  await untilIteration(page, 6)
  const before = await iteration(page)
  await page.reload()
  await ready(page)
  await expect.poll(() => iteration(page)).toBeGreaterThanOrEqual(before - 1)
})
