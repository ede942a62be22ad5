/** The largest setup that the sliders allow: said before it starts, computed when it is wanted, never taken for dead. */
import { expect, type Page, test } from 'playwright/test'
import { button, ready } from './support.ts'

const largest = 'task=length-budget&level=hard&policy=gpt-6x256&base=random&groupSize=64&problems=128'

async function openLargest(page: Page) {
  await page.addInitScript(() => localStorage.setItem('advantage-playground.backend', '"wasm"'))
  await page.goto(`./?${largest}`)
  const banner = page.getByRole('alert')
  await expect(banner).toContainText(/This setup is heavy\. About \d+ (s|min|h) per iteration and \d\.\d GiB/)
  return banner
}

test('a heavy setup is said before it starts, and a smaller one starts at once', async ({ page }) => {
  const banner = await openLargest(page)
  await expect(button(page, 'Play')).toBeDisabled()
  await banner.getByRole('button', { name: /^Smaller:/ }).click()
  await expect(banner).toHaveCount(0)
  await ready(page)
})

test('a heavy setup that is started anyway is not taken for dead, and answers', async ({ page }) => {
  test.setTimeout(240_000)
  let workers = 0
  // The one that draws the pictures of methods is no sign of a restart.
  page.on('worker', worker => {
    if (/\/worker-/.test(worker.url())) workers++
  })
  const banner = await openLargest(page)
  expect(workers).toBe(0)
  await banner.getByRole('button', { name: 'Start anyway' }).click()
  await ready(page)
  await button(page, 'Play').click()
  await page.waitForTimeout(60_000)
  expect(workers).toBe(1)
  await expect(banner).toHaveCount(0)
  await button(page, 'Pause').click()
  await expect(button(page, 'Play')).toBeVisible()
  await button(page, 'Reset').click()
  await expect(banner).toContainText('This setup is heavy.')
})
