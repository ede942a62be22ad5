import { expect, test } from 'playwright/test'
import { nextIteration, openPage, picture, tiny } from './support.ts'

test('the address carries the setup and the selection to another browser', async ({ page, browser }) => {
  await openPage(page, `${tiny}&learningRate=0.003&seed=maple`, '#/group/1/r/3/t/2/tab/credit')
  await nextIteration(page)
  const here = await picture(page)
  await page.waitForTimeout(600)
  const link = page.url()
  for (const part of ['learningRate=0.003', 'seed=maple', '/r/3/', '/tab/credit']) expect(link).toContain(part)

  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const there = await context.newPage()
  await there.goto(link)
  await openPage(there, new URL(link).search.slice(1), new URL(link).hash)
  await nextIteration(there)
  expect(await picture(there)).toBe(here)
  await context.close()
})

test('broken values are clamped, with a notice', async ({ page }) => {
  await openPage(page, `${tiny}&learningRate=999&groupSize=many`)
  const notices = page.getByRole('list', { name: 'Notices' })
  await expect(notices).toContainText('learningRate: expected a number from 0 to 10, got 999')
  await expect(notices).toContainText('groupSize: expected a number, got "many"')
})

test('unknown ids fall back, and the notice names the nearest', async ({ page }) => {
  await openPage(page, 'method=grop')
  await expect(page.getByRole('list', { name: 'Notices' })).toContainText('grpo')
})

test('text in the address is only ever text', async ({ page }) => {
  await openPage(page, `${tiny}&seed=${encodeURIComponent('<img src=x onerror=alert(1)>')}`)
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('<img src=x onerror=alert(1)>')
  expect(await page.locator('img[src="x"]').count()).toBe(0)
})
