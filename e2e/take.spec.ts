import AxeBuilder from '@axe-core/playwright'
import { expect, test } from 'playwright/test'
import { openPage, tiny } from './support.ts'

test('a run is taken to a trainer: the script is read, chosen and saved', async ({ page }) => {
  await openPage(page, `${tiny}&method=dr-grpo&clipHigh=0.28`)
  await page.getByRole('button', { name: 'Take away' }).first().click()
  await page.getByRole('button', { name: 'A script for TRL or verl' }).click()
  const dialog = page.getByRole('dialog', { name: 'Take it to a trainer' })
  await expect(dialog).toContainText('loss_type=')
  await expect(dialog).toContainText('epsilon_high=0.28')
  await dialog.getByLabel('verl').check()
  await expect(dialog).toContainText('clip_ratio_high=0.28')
  const { violations } = await new AxeBuilder({ page }).include('.trainer').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  const saved = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Save dr-grpo-verl.py' }).click()
  expect((await saved).suggestedFilename()).toBe('dr-grpo-verl.py')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})
