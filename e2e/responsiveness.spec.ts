import { expect, test } from 'playwright/test'
import { button, openPage, untilIteration } from './support.ts'

test('training the default preset causes no main-thread task over 50 ms', async ({ page }) => {
  test.setTimeout(120_000)
  await openPage(page)
  await button(page, 'Play').click()
  await untilIteration(page, 10)
  await page.evaluate(() => {
    const long: number[] = []
    Object.assign(globalThis, { long })
    new PerformanceObserver(list => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
  })
  await untilIteration(page, 60, 80_000)
  const long: unknown = await page.evaluate(() => Reflect.get(globalThis, 'long'))
  expect(long).toEqual([])
})
