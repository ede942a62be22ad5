/** An estimator of one's own in live training: written, trained with, failing, mended, shared, and asked about by who gets it. */
import { expect, type Page, test } from 'playwright/test'
import { button, iteration, objections, openPage, ready, tiny, untilIteration } from './support.ts'

/** What the content policy refuses; the browser's own editing tries inline styles, which are refused as they should be. */
function refusals(page: Page): string[] {
  const refused: string[] = []
  page.on('console', message => {
    if (/^(?!Applying inline style).*Content Security Policy/.test(message.text())) refused.push(message.text())
  })
  return refused
}

const part = (page: Page) => page.getByRole('region', { name: 'Your own estimator' })

async function write(page: Page, program: string): Promise<void> {
  await part(page).getByRole('textbox').click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(program)
}

const program = 'export const advantage = ({ rewards }) => rewards.map(r => 2 * (r - mean(rewards)))'
const question = (page: Page) => page.getByRole('region', { name: 'A program that has not run' })
const workersOf = (page: Page): string[] => {
  const started: string[] = []
  page.on('worker', worker => started.push(worker.url()))
  return started
}

test('a program is written, trained with, shared, and asks before it runs elsewhere', async ({ page, browser }) => {
  test.setTimeout(180_000)
  const refused = refusals(page)
  await openPage(page, `${tiny}&iterations=6`, '#/tab/bench')
  await page.getByRole('button', { name: '+ Your own' }).click()
  await write(page, program)
  await part(page).getByRole('button', { name: 'Train with it' }).click()
  await untilIteration(page, 6, 60_000)
  await expect(page.locator('#method-picker')).toHaveText('Your estimator')
  await expect(part(page).getByRole('button', { name: 'Train with it again' })).toBeVisible()
  await expect.poll(() => page.url()).toContain('program=')
  const numbers = page.locator('.where-count')
  await expect(numbers).toHaveAttribute('data-finished', '6')
  await page.getByRole('button', { name: 'Share' }).click()
  await expect(page.getByRole('dialog')).toContainText('brings the program along, as text')
  const link = await page.getByRole('dialog').locator('output').innerText()
  expect(refused).toEqual([])

  const context = await browser.newContext()
  const other = await context.newPage()
  const [refusedThere, started] = [refusals(other), workersOf(other)]
  await other.goto(link.replace(/#.*/, '#/it/4/tab/credit'))
  await expect(question(other)).toContainText('asks before it runs', { timeout: 40_000 })
  await expect(question(other).locator('pre')).toHaveText(program)
  await expect(button(other, 'Play')).toBeDisabled()
  // Neither the engine nor the sandbox of the bench has been started.
  await other.waitForTimeout(1500)
  expect(started.filter(url => /worker-/.test(url))).toEqual([])
  expect(await objections(other, '.program-question')).toEqual([])
  await question(other).getByRole('button', { name: 'Run it' }).click()
  await expect(question(other)).toHaveCount(0)
  await untilIteration(other, 4, 60_000)
  await expect(other.locator('#method-picker')).toHaveText('Your estimator')
  // Said yes to in this tab: not asked again by a reload, nor by another setup with the same program.
  await ready(other)
  await other.reload()
  await expect(question(other)).toHaveCount(0)
  await ready(other)
  // In another tab of the same browser it is asked again, also of the run that was stored.
  const third = await context.newPage()
  await third.goto('./')
  await expect(question(third)).toContainText('asks before it runs', { timeout: 40_000 })
  await question(third).getByRole('button', { name: 'Leave it' }).click()
  await expect(question(third)).toHaveCount(0)
  await ready(third)
  await expect(third.locator('#method-picker')).toHaveText('GRPO')
  expect(third.url()).not.toContain('program=')
  expect(refusedThere).toEqual([])
  await context.close()
})

test('a program that fails stops the run with its line, is mended, and goes on from there', async ({ page }) => {
  test.setTimeout(180_000)
  await openPage(page, `${tiny}&iterations=5000`, '#/tab/bench')
  await page.getByRole('button', { name: '+ Your own' }).click()
  await write(page, program)
  await part(page).getByRole('button', { name: 'Train with it' }).click()
  await untilIteration(page, 3, 60_000)
  await button(page, 'Pause').click()
  await ready(page)
  const reached = await iteration(page)
  await write(page, 'export const advantage = ({ rewards }) => {\n  const s = missing\n  return rewards\n}')
  await part(page).getByRole('button', { name: 'Go on with it' }).click()
  const banner = page.getByRole('alert').filter({ hasText: 'Your estimator failed' })
  await expect(banner).toContainText(/line 2: ReferenceError: 'missing' is not defined/, { timeout: 40_000 })
  // Nothing is lost: it stands where it was taken over.
  await expect(banner.getByRole('button', { name: `Go on from iteration ${reached}` })).toBeVisible()
  await banner.getByRole('button', { name: 'Mend the program' }).click()
  await expect(part(page).getByRole('alert')).toContainText('Line 2')
  await write(page, `${program} // mended`)
  await part(page).getByRole('button', { name: 'Go on with it' }).click()
  await expect(banner).toHaveCount(0)
  await untilIteration(page, reached + 2, 60_000)
})

test('a program that never came to a number can be mended from where it was opened', async ({ page }) => {
  const broken = Buffer.from('export const advantage = ({ rewards }) => nothing').toString('base64url')
  await page.goto(`./?${tiny}&iterations=3&method=own&program=${broken}`)
  await question(page).getByRole('button', { name: 'Run it' }).click({ timeout: 40_000 })
  const banner = page.getByRole('alert').filter({ hasText: 'Your estimator failed' })
  await expect(banner).toContainText('in line 1', { timeout: 40_000 })
  await banner.getByRole('button', { name: 'Mend the program' }).click()
  await expect(part(page).getByRole('alert')).toContainText('Line 1', { timeout: 40_000 })
  await write(page, program)
  await part(page).getByRole('button', { name: 'Train with it' }).click()
  await untilIteration(page, 3, 60_000)
})

test('beside another method over seeds it is compared, and a shared comparison asks first', async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000)
  await openPage(page, `${tiny}&iterations=4`, '#/tab/bench')
  await page.getByRole('button', { name: '+ Your own' }).click()
  await write(page, program)
  await part(page).getByRole('button', { name: 'Train with it' }).click()
  await untilIteration(page, 4, 60_000)
  await part(page).getByRole('link', { name: 'Compare with GRPO' }).click()
  await expect(page.getByText('10 of 10 runs finished.')).toBeVisible({ timeout: 60_000 })
  const link = page.url()
  const context = await browser.newContext()
  const other = await context.newPage()
  await other.goto(link)
  await expect(question(other).locator('pre')).toHaveText(program, { timeout: 40_000 })
  await other.waitForTimeout(1500)
  await expect(other.getByText(/runs finished/)).toHaveCount(0)
  await question(other).getByRole('button', { name: 'Run it' }).click()
  await expect(other.getByText('10 of 10 runs finished.')).toBeVisible({ timeout: 60_000 })
  await context.close()
})
