import { expect, type Page, test } from 'playwright/test'
import { button, iteration, openPage, untilIteration } from './support.ts'

/** Runs `iterations` more and returns the durations of main-thread tasks over 50 ms meanwhile. */
async function longTasks(page: Page, iterations: number): Promise<number[]> {
  await page.evaluate(() => {
    const long: number[] = []
    Object.assign(globalThis, { long })
    new PerformanceObserver(list => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: 'longtask',
    })
  })
  await untilIteration(page, (await iteration(page)) + iterations, 60_000)
  const long: unknown = await page.evaluate(() => Reflect.get(globalThis, 'long'))
  return Array.isArray(long) ? long.map(Number) : []
}

test('training the default preset never blocks the page', { tag: '@alone' }, async ({ page }, { annotations }) => {
  test.setTimeout(240_000)
  await openPage(page, 'iterations=2000')
  await button(page, 'Play').click()
  await untilIteration(page, 10)
  // Durations count the time in which other processes had the core too, so the goal of 50 ms is reported, not asserted;
  // a page that blocks does so in every window.
  const longest: number[] = []
  while (longest.length < 3 || (longest.length < 8 && Math.min(...longest) > 50)) {
    longest.push(Math.max(0, ...(await longTasks(page, 40))))
  }
  annotations.push({ type: 'longest task, ms', description: longest.join(', ') })
  expect(Math.min(...longest)).toBeLessThan(150)
})
