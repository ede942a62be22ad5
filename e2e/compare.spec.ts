import { expect, test } from 'playwright/test'
import { button, iteration, openPage, tiny, untilIteration } from './support.ts'

test('runs and seeds train beside the playground, stand side by side, and can be cancelled', async ({ page }) => {
  test.setTimeout(180_000)
  const finished = page.getByRole('status').filter({ hasText: /9 of 9 runs finished/ })
  const toIteration = async (last: string) => {
    await page.getByLabel('to iteration').fill(last)
    await page.getByLabel('to iteration').press('Enter')
  }
  await openPage(page, `${tiny}&iterations=10000`)
  await button(page, 'Play').click()
  await untilIteration(page, 2)
  const before = await iteration(page)

  await test.step('a link with other runs trains them at once', async () => {
    await page.evaluate(() => {
      location.hash = '#/compare?with=groupSize:6;learningRate:0.01@20&seeds=1-3'
    })
    await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 40_000 })
    await toIteration('40')
    await expect(finished).toBeAttached({ timeout: 90_000 })
    const rows = page.getByRole('region', { name: 'Runs that are compared' }).getByRole('row')
    await expect(rows).toHaveCount(4)
    await expect(rows.nth(2)).toContainText('group size G 4 → 6')
    await expect(rows.nth(3)).toContainText('from iteration 20')
    await expect.poll(() => page.url()).toContain('with=groupSize:6;learningRate:0.01@20&seeds=1-3')
  })

  await test.step('until it parts, a fork gives the answers of the base', async () => {
    for (let i = 0; i < 20; i++) await page.getByRole('button', { name: 'kept iteration before' }).click()
    await expect(page.locator('.compare-step').nth(1)).toContainText(/iteration 1\b/)
    const answersOf = (run: number) => page.locator('.compare-column').nth(run).locator('.compare-text').allInnerTexts()
    expect((await answersOf(0)).length).toBe(4)
    expect(await answersOf(2)).toEqual(await answersOf(0))
  })

  await test.step('what is under way is cancelled at once, what was finished stays', async () => {
    await toIteration('4000')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: 'Run all' })).toBeVisible()
    await toIteration('40')
    await expect(finished).toBeAttached()
  })

  await test.step('Back is undo, and the link is of the comparison', async () => {
    const seeds = page.getByRole('textbox', { name: 'seeds' })
    await seeds.fill('1, 2')
    await seeds.press('Enter')
    await expect.poll(() => page.url()).toContain('seeds=1,2')
    await page.goBack()
    await expect(seeds).toHaveValue('1-3')
    await page.goForward()
    await expect(seeds).toHaveValue('1,2')
    await page.goBack()
    await page.getByRole('button', { name: 'Share' }).click()
    await expect(page.locator('.share-link')).toContainText('with=groupSize:6;learningRate:0.01@20&seeds=1-3')
    await page.keyboard.press('Escape')
  })

  await test.step('the playground went on meanwhile, and takes over a run where it stands', async () => {
    await page.getByRole('link', { name: 'Playground' }).click()
    expect(await iteration(page)).toBeGreaterThan(before)
    await page.goBack()
    await page
      .getByRole('button', { name: /^Open in the playground/ })
      .nth(1)
      .click()
    await expect.poll(() => iteration(page), { timeout: 40_000 }).toBeLessThanOrEqual(40)
    await expect(page.getByRole('region', { name: 'Runs' }).getByRole('listitem')).toHaveCount(2)
  })
})
