import { expect, type Page, test } from 'playwright/test'
import { button, iteration, nextIteration, objections, openPage, picture, ready, tiny } from './support.ts'

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

test('from the list to a method, to a run of it, and back', async ({ page }) => {
  await openPage(page, tiny)
  await page.getByRole('link', { name: 'Methods', exact: true }).click()
  const count = page.getByText(/of \d+ methods/)
  const all = await count.innerText()
  await page.getByLabel('Search methods').fill('rloo')
  await expect(count).not.toHaveText(all)
  await expect(page).toHaveURL(/#\/methods\?q=rloo/)
  await page.getByRole('link', { name: 'RLOO', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'RLOO', exact: true })).toBeVisible()
  await expect(page).toHaveTitle(/^RLOO/)
  await page.goBack()
  await expect(page.getByLabel('Search methods')).toHaveValue('rloo')
  await page.goForward()
  await page
    .getByRole('button', { name: /^Try it on/ })
    .first()
    .click()
  await ready(page)
  await expect(page).toHaveURL(/method=rloo/)
  await expect(page.locator('#method-picker')).toContainText('RLOO')
})

test('the run and what is looked at wait behind a page', async ({ page }) => {
  await openPage(page, tiny, '#/group/1/r/3/t/2/tab/credit')
  await nextIteration(page)
  const before = await picture(page)
  const address = page.url()
  await page.getByRole('button', { name: 'All settings' }).click()
  await page.getByRole('link', { name: /^Read about/ }).click()
  await expect(page.getByRole('heading', { name: 'Formula' })).toBeVisible()
  // Keys of the playground scroll here; they do not train.
  await page.keyboard.press(' ')
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Playground' }).click()
  await expect(page).toHaveURL(address)
  await expect(button(page, 'Play')).toBeVisible()
  await expect.poll(() => picture(page)).toBe(before)
  expect(await iteration(page)).toBe(1)
})

test('a run goes on while a method is read', async ({ page }) => {
  await openPage(page, `${tiny}&iterations=5000`)
  await button(page, 'Play').click()
  await page.getByRole('link', { name: 'Methods', exact: true }).click()
  await page.getByLabel('Search methods').fill('gspo')
  await page.getByRole('link', { name: 'GSPO', exact: true }).click()
  const shown = async () => Number(await page.locator('.going-on .number').innerText())
  const seen = await shown()
  await expect.poll(shown, { timeout: 40_000 }).toBeGreaterThan(seen)
  await expect(page.getByRole('toolbar', { name: 'Training' })).toBeHidden()
})

test('an unknown method names the nearest, and a search without result the way out', async ({ page }) => {
  await openPage(page, tiny, '#/methods/grop')
  const nearest = page.getByRole('main').getByRole('listitem').getByRole('link', { name: 'GRPO', exact: true })
  await expect(nearest).toBeVisible()
  await page.goto('./#/methods?q=nothing-of-the-kind')
  await page.getByRole('button', { name: 'Show all methods' }).click()
  await expect(page.getByRole('link', { name: 'GRPO', exact: true })).toBeVisible()
})

test('the keyboard alone reaches a method', async ({ page }) => {
  await openPage(page, tiny, '#/methods')
  await page.getByLabel('Search methods').focus()
  await page.keyboard.type('2505.12346')
  await expect(page.getByText(/^1 of \d+ methods/)).toBeVisible()
  // Past five filters, to the only entry.
  for (let i = 0; i < 6; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'SEED-GRPO', exact: true })).toBeVisible()
})

for (const [size, viewport] of [
  ['wide', { width: 1440, height: 900 }],
  ['narrow', { width: 320, height: 844 }],
] as const) {
  test.describe(size, () => {
    test.use({ viewport })
    test('axe finds nothing to object to in either theme, and nothing overflows sideways', async ({ page }) => {
      test.setTimeout(300_000)
      for (const place of ['#/methods', '#/methods/gspo', '#/methods/ppo', '#/methods/grop']) {
        await openPage(page, tiny, place)
        await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible()
        await expect(page.locator('.tex-wait')).toHaveCount(0)
        expect(await objections(page), place).toEqual([])
        expect(await overflow(page), place).toBeLessThanOrEqual(0)
      }
    })
  })
}

test('pages of methods of every kind, and written groups of lessons, compute without an error', async ({ page }) => {
  const said: string[] = []
  page.on('console', message => message.type() === 'error' && said.push(message.text()))
  page.on('pageerror', ({ message }) => said.push(message))
  await openPage(page, '', '#/methods')
  const methods = ['aepo', 'sec', 'gigpo', 'dpo', 'arpo-gui-replay', 'cooper', 'igpo', 'dapo', 'ppo', 'flowrl', 'par']
  for (const id of methods) {
    await page.goto(`./#/methods/${id}`)
    await expect(page.locator('.method-formula').first(), id).toBeVisible()
  }
  await page.goto('./#/lessons/group-advantage')
  await expect(page.locator('.lesson-table').first()).toBeVisible()
  expect(said).toEqual([])
})
