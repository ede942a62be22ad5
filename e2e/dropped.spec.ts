import { expect, test } from 'playwright/test'
import { button, nextIteration, openPage, ready, tiny } from './support.ts'

const hopeless = 'preset=grpo-basics&method=dapo&level=hard&base=random&samplingRounds=2'

test('a batch of which nothing was kept says so, and that the update was left out', async ({ page }) => {
  test.setTimeout(90_000)
  await openPage(page, hopeless)
  await nextIteration(page)
  const findings = page.getByRole('region', { name: 'What to notice' })
  await expect(findings).toContainText(/Nothing to train on: \d+ groups drawn in 2 rounds, all dropped\./)
  await expect(findings).toContainText('The update was left out')
  await expect(findings).not.toContainText('momentum')
  await page.getByRole('tab', { name: 'Groups' }).click()
  await expect(page.locator('.groups-count:visible')).toContainText('dropped, not trained on')
  await expect(page.locator('.group-flags:visible').first()).toContainText('dropped')
})

test('responses that nobody has judged yet are not called unscored', async ({ page }) => {
  await openPage(page, tiny)
  await nextIteration(page)
  for (const next of ['choose', 'sample']) {
    await button(page, 'Next phase').click()
    await expect(page.locator('.where-phase b')).toHaveText(next)
    await ready(page)
  }
  await page.getByRole('tab', { name: 'Groups' }).click()
  await expect(page.locator('.group-row:visible').first()).toContainText('no advantage yet')
  await expect(page.locator('.groups:visible')).not.toContainText('unscored')
})
