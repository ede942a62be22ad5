import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { openPage, tiny } from './support.ts'

const cell = (page: Page, method: string) => page.getByRole('gridcell', { name: new RegExp(`^${method}, response 2`) })

test('a reward is dragged by keyboard, every row answers, and it is taken back', async ({ page }) => {
  await openPage(page, tiny, '#/tab/bench')
  const grid = page.getByRole('grid')
  await expect(grid).toBeVisible({ timeout: 20_000 })
  await grid.getByRole('button', { name: /^Select response 2/ }).click()
  const before = await cell(page, 'Dr. GRPO').innerText()
  const slider = page.getByRole('slider', { name: /^Reward of response 2/ })
  await slider.press((await slider.inputValue()) === '0' ? 'End' : 'Home')
  await expect(cell(page, 'Dr. GRPO')).not.toHaveText(before)
  await cell(page, 'GRPO').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('d')
  await expect(page.getByRole('button', { name: 'Difference to GRPO' })).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(cell(page, 'Dr. GRPO')).toHaveText(before)
  const { violations } = await new AxeBuilder({ page }).include('.panel.bench').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
})

test('an estimator of one’s own runs under the content policy, and one from a link asks first', async ({ page }) => {
  const refused: string[] = []
  // The browser's own editing tries inline styles when a selection of several lines is replaced; they are refused.
  page.on('console', message => {
    if (/^(?!Applying inline style).*Content Security Policy/.test(message.text())) refused.push(message.text())
  })
  await openPage(page, tiny, '#/tab/bench')
  await page.getByRole('button', { name: '+ Your own' }).click()
  const own = page.getByRole('region', { name: 'Your own estimator' })
  await own.getByLabel('Begin with an example').selectOption('rloo')
  await expect(own).toContainText('identical to RLOO', { timeout: 40_000 })
  const write = async (program: string) => {
    await own.getByRole('textbox').click()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(program)
  }
  await write('export const advantage = () => { for (;;) ; }')
  await expect(own.getByRole('alert')).toContainText('took too long', { timeout: 40_000 })
  await write('export const advantage = ({ rewards }) => rewards.map(r => r - 7)')
  await expect(cell(page, 'Your estimator')).toContainText('\u2212', { timeout: 40_000 })
  await expect.poll(() => page.url()).toContain('own=')
  await page.goto('about:blank')
  await page.goBack()
  await expect(own).toContainText('has not run', { timeout: 40_000 })
  await expect(cell(page, 'Your estimator')).toHaveCount(0)
  await own.getByRole('button', { name: 'Run' }).click()
  await expect(cell(page, 'Your estimator')).toContainText('\u2212', { timeout: 40_000 })
  expect(refused).toEqual([])
})

test('a continuation becomes a sibling on the bench, stays there, and can be taken back', async ({ page }) => {
  await openPage(page, 'preset=grpo-basics&problems=1&groupSize=4', '#/group/1/r/1/tab/rollout')
  await page.getByRole('button', { name: /^Continue 8 times/ }).click()
  const ends = page.getByRole('button', { name: /among the siblings, on the bench$/ })
  await ends.first().click()
  const columns = page.locator('.bench-column')
  await expect(columns).toHaveCount(5)
  await expect(page.locator('tr[data-base] .bench-cell').last()).toHaveText(/\d/)
  await page.getByRole('tab', { name: 'Rollout' }).click()
  await page.getByRole('tab', { name: 'Bench' }).click()
  await expect(columns).toHaveCount(5)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(columns).toHaveCount(4)
})
