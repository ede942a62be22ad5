import { expect, test } from 'playwright/test'
import { openPage } from './support.ts'

test('an update in slow motion: a punished response became likelier, and who carried it along', async ({ page }) => {
  await openPage(page, 'preset=grpo-basics&problems=1', '#/tab/update')
  const panel = page.getByRole('region', { name: 'The update in slow motion' })
  await panel.getByRole('button', { name: 'Gradient' }).click()
  await expect(panel.getByText(/Norm of the whole gradient/)).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(panel.getByText(/moved against the advantage/)).toBeVisible()
  const against = panel.getByRole('row', { name: /against its advantage/ })
  await against.first().getByRole('button').click()
  await expect(panel.getByRole('region', { name: 'Who moved it' }).getByText('together: predicted')).toBeVisible()
  await panel.getByRole('button', { name: 'Ratio and clip' }).click()
  await expect(panel.getByText('One pass per batch: every ratio is 1')).toBeVisible()
  await panel.getByRole('button', { name: 'Try 4 passes' }).click()
  await expect(panel.getByText(/^Pass 1 of 4/)).toBeVisible()
  // The look has not moved the run.
  await expect(page.locator('.where-phase b')).toHaveText('credit')
})
