import { expect, test } from 'playwright/test'
import { button, iteration, nextIteration, openPage, phase, picture, ready, tiny, untilIteration } from './support.ts'

test.beforeEach(({ page }) => openPage(page, tiny))

test('Play trains, Pause stops', async ({ page }) => {
  await button(page, 'Play').click()
  await untilIteration(page, 3)
  await button(page, 'Pause').click()
  await ready(page)
  // What was under way when the button was pressed may still arrive.
  await page.waitForTimeout(1_000)
  const stopped = await iteration(page)
  await page.waitForTimeout(500)
  expect(await iteration(page)).toBe(stopped)
})

test('Next phase walks through the phases in order', async ({ page }) => {
  const walked = [await phase(page)]
  while (walked.length < 9) {
    await button(page, 'Next phase').click()
    await expect.poll(() => phase(page)).not.toBe(walked.at(-1))
    walked.push(await phase(page))
  }
  expect(walked.join(' ')).toBe('credit update probe choose sample reward keep advantage credit')
  expect(await iteration(page)).toBe(1)
})

test('Reset replays the same numbers; a new seed does not', async ({ page }) => {
  await nextIteration(page)
  await nextIteration(page)
  const first = await picture(page)
  await button(page, 'Reset').click()
  await expect.poll(() => iteration(page)).toBe(0)
  await ready(page)
  await nextIteration(page)
  await nextIteration(page)
  expect(await picture(page)).toBe(first)

  const seed = page.getByLabel('Seed', { exact: true })
  const before = await seed.inputValue()
  await page.getByRole('button', { name: 'New seed' }).click()
  await expect(seed).not.toHaveValue(before)
  await ready(page)
  await nextIteration(page)
  await nextIteration(page)
  expect(await picture(page)).not.toBe(first)
})

test('Back returns to the iteration before, and going on gives the same numbers', async ({ page }) => {
  for (let i = 0; i < 3; i++) await nextIteration(page)
  const third = await picture(page)
  await button(page, 'Back').click()
  await expect.poll(() => iteration(page)).toBe(2)
  await ready(page)
  await nextIteration(page)
  expect(await picture(page)).toBe(third)
})

test('the speed limit holds the run back', async ({ page }) => {
  await page.getByLabel('Speed').selectOption('0.5')
  await button(page, 'Play').click()
  await page.waitForTimeout(3_000)
  expect(await iteration(page)).toBeLessThanOrEqual(3)
})

test('the time line looks back at a kept iteration', async ({ page }) => {
  for (let i = 0; i < 3; i++) await nextIteration(page)
  const newest = await picture(page)
  await page.getByRole('slider', { name: 'Iteration that is looked at' }).press('ArrowLeft')
  await expect(page.getByRole('main')).toContainText('Looking back at iteration 2')
  await expect.poll(() => picture(page)).not.toBe(newest)
  await page.getByRole('button', { name: 'Follow the newest' }).click()
  await expect(page.getByRole('main')).not.toContainText('Looking back')
})
