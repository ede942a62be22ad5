import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { openPage, tiny } from './support.ts'

const figure = (page: Page, title: string) =>
  page.locator('#method .figure').filter({ has: page.getByText(title, { exact: true }) })
const drawn = (page: Page) => expect(page.locator('#method .figure[aria-busy]')).toHaveCount(0, { timeout: 40_000 })

test('a picture is read with the arrow keys, and follows its slider', async ({ page }) => {
  await openPage(page, tiny, '#/methods/cispo')
  await drawn(page)
  const push = figure(page, 'How hard a token is pushed')
  const plot = push.getByRole('slider', { name: /^How hard a token is pushed/ })
  await plot.focus()
  await page.keyboard.press('End')
  // The weight is clipped at 1.2 by itself; GRPO, laid below, lets the token alone out there.
  await expect(plot).toHaveAttribute(
    'aria-valuetext',
    /CISPO, right answer, A > 0: 1\.2;.*GRPO, right answer, A > 0: 0;/,
  )
  const field = push.getByRole('textbox', { name: 'Clip high ε' })
  await field.fill('0.5')
  await field.press('Enter')
  await expect(plot).toHaveAttribute('aria-valuetext', /CISPO, right answer, A > 0: 1\.5;/, { timeout: 20_000 })
})

test('another method is laid over it, and the numbers stand in a table', async ({ page }) => {
  await openPage(page, tiny, '#/methods/grpo')
  await drawn(page)
  const weight = figure(page, 'How much a problem weighs')
  const choose = weight.getByLabel('How much a problem weighs: compare with')
  await choose.focus()
  await choose.selectOption('Dr. GRPO')
  await expect(weight.getByText('Dr. GRPO, right answers')).toBeVisible({ timeout: 20_000 })
  await weight.getByText('Data table: How much a problem weighs').click()
  const row = weight.getByRole('row').nth(2)
  await expect(row).toContainText('2.47')
  await expect(row).toContainText('0.875')
})

test('a handout: pictures and formulas on paper, without what can only be pressed', async ({ page }) => {
  await openPage(page, tiny, '#/methods/dr-grpo')
  await drawn(page)
  await page.emulateMedia({ media: 'print' })
  await expect(figure(page, 'How much a problem weighs')).toBeVisible()
  await expect(page.locator('#method .figure-knobs:visible')).toHaveCount(0)
  await expect(page.locator('#method .try:visible')).toHaveCount(0)
})

test('nothing to object to in high contrast', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await openPage(page, tiny, '#/methods/bnpo')
  await drawn(page)
  const { violations } = await new AxeBuilder({ page }).include('#method').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})

test('gradients are measured beside the run, and what was cancelled stays open', async ({ page }) => {
  await openPage(page, 'task=bandit&level=easy&policy=tabular&iterations=5&probeEvery=0')
  await page.getByRole('tab', { name: 'Bias and variance' }).click()
  const panel = page.getByRole('region', { name: 'Bias and variance of the gradient' })
  await panel.locator('select').selectOption('1000')
  await panel.getByRole('button', { name: 'Measure bias and variance' }).click()
  await panel.getByRole('button', { name: 'Cancel' }).click()
  await expect(panel.getByRole('row').last()).toContainText('open')
  await panel.locator('select').selectOption('50')
  await panel.getByRole('button', { name: 'Measure bias and variance' }).click()
  await expect(panel.getByRole('row').last()).toContainText('within noise', { timeout: 40_000 })
  await expect(panel.getByRole('progressbar')).toHaveCount(0)
})
