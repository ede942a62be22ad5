import { expect, test } from 'playwright/test'
import { iteration, nextIteration, notices, openPage, picture, ready, tiny } from './support.ts'

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

test('the iteration of a link is trained and shown, Back undoes step by step, and a link starts fresh', async ({
  page,
}) => {
  test.setTimeout(120_000)
  await page.goto(`./?${tiny}#/it/3/tab/credit`)
  const picture = page.locator('.looking:visible')
  await expect(picture).toContainText('Shown: iteration 3, after probe', { timeout: 60_000 })
  await expect(page.getByRole('status', { name: 'Announcements' })).toContainText('Paused at iteration 3.')
  await page.getByRole('tab', { name: 'Groups' }).click()
  await expect(page).toHaveURL(/tab\/groups/)
  await page.getByLabel('Seed', { exact: true }).fill('other')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/seed=other/)
  await page.goBack()
  await expect(page).not.toHaveURL(/seed=other/)
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('1')
  await expect.poll(() => iteration(page)).toBe(3)
  await page.goBack()
  await expect(page.getByRole('tab', { name: 'Credit map' })).toHaveAttribute('aria-selected', 'true')

  await page.waitForTimeout(1_500)
  await page.goto('./favicon.svg')
  await page.goto(`./?${tiny}#/it/999999`)
  await expect(notices(page)).toContainText('asks for iteration 999999, but this setup ends at')
  await ready(page)
  expect(await iteration(page)).toBe(0)
  await notices(page).getByRole('button', { name: 'Resume iteration 3' }).click()
  await expect.poll(() => iteration(page)).toBe(3)
})

test('a link presents one picture, leaves parts out, and tells the page around it how tall it is', async ({ page }) => {
  await openPage(page, `${tiny}&hide=curves,answers&show=groups&scale=2`)
  await expect(page.getByRole('main', { name: 'Groups' })).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Pages' })).toHaveCount(0)
  await page.keyboard.press('f')
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Curves' })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'What to notice' })).toHaveCount(0)

  const url = new URL(`./?${tiny}&show=groups&embed=1`, page.url()).href
  await page.goto('./favicon.svg')
  const told = await page.evaluate(
    source =>
      new Promise(resolve => {
        addEventListener('message', ({ data }) => resolve(data))
        const frame = document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe')
        frame.setAttribute('src', source)
        frame.setAttribute('width', '800')
        document.documentElement.append(frame)
      }),
    url,
  )
  expect(told).toEqual({ source: 'advantage-playground', height: expect.any(Number) })
})
