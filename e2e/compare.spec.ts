import { expect, test } from 'playwright/test'
import { button, iteration, openPage, tiny, untilIteration } from './support.ts'

/** Small enough that six runs take a moment; long enough to be cancelled in the middle when wanted. */
const small = `${tiny}&iterations=40`
const finished = (runs: number) => new RegExp(`${runs} of ${runs} runs finished`)

test('two runs and three seeds train beside the playground, and can be cancelled', async ({ page }) => {
  test.setTimeout(180_000)
  await openPage(page, `${tiny}&iterations=10000`)
  await button(page, 'Play').click()
  await untilIteration(page, 2)

  await test.step('a link with another run trains both at once', async () => {
    await page.goto(`./?${small}#/compare?with=groupSize:6;learningRate:0.01@20&seeds=1-3`)
    await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 40_000 })
    await expect(page.getByRole('status').filter({ hasText: finished(9) })).toBeAttached({ timeout: 90_000 })
    const rows = page.getByRole('region', { name: 'Runs that are compared' }).getByRole('row')
    await expect(rows).toHaveCount(4)
    await expect(rows.nth(2)).toContainText('group size G 4 → 6')
    await expect(rows.nth(3)).toContainText('from iteration 20')
  })

  await test.step('the same problem stands in every run, where the luck is the same the same answers', async () => {
    const columns = page.locator('.compare-column')
    for (let i = 0; i < 20; i++) await page.getByRole('button', { name: 'kept iteration before' }).click()
    await expect(page.locator('.compare-step', { hasText: 'kept iteration' })).toContainText(/iteration 1$/)
    // Until the fork, the fork is the base.
    const [base, fork] = [columns.nth(0), columns.nth(2)].map(column => column.locator('.compare-text'))
    expect(await fork!.allInnerTexts()).toEqual(await base!.allInnerTexts())
    expect(page.url()).toContain('with=groupSize:6;learningRate:0.01@20&seeds=1-3')
  })

  await test.step('more is cancelled at once, and what has arrived stays', async () => {
    await page.getByLabel('to iteration').fill('4000')
    await page.getByLabel('to iteration').press('Enter')
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByRole('button', { name: 'Run all' })).toBeVisible()
    await page.getByLabel('to iteration').fill('40')
    await page.getByLabel('to iteration').press('Enter')
    await expect(page.getByRole('status').filter({ hasText: finished(9) })).toBeAttached()
  })

  await test.step('one of them goes on in the playground, where its run is kept as another', async () => {
    await page
      .getByRole('button', { name: /^Open in the playground/ })
      .nth(1)
      .click()
    await expect(page.getByRole('region', { name: 'Work' })).toBeVisible()
    await expect.poll(() => iteration(page), { timeout: 40_000 }).toBe(1)
  })
})
