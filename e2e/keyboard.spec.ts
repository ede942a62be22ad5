import { expect, test } from 'playwright/test'
import { button, iteration, openPage, phase, ready, tiny, untilIteration } from './support.ts'

test('training, looking and choosing without a mouse', async ({ page }) => {
  await openPage(page, tiny)
  await page.keyboard.press('ArrowRight')
  await untilIteration(page, 1)
  await ready(page)
  const before = await phase(page)
  await page.keyboard.press('>')
  await expect.poll(() => phase(page)).not.toBe(before)
  await page.keyboard.press('Space')
  await expect(button(page, 'Pause')).toBeVisible()
  await page.keyboard.press('Space')
  await ready(page)
  await page.keyboard.press('r')
  await expect.poll(() => iteration(page)).toBe(0)
  await expect.poll(() => phase(page)).toBe('credit')
  await page.keyboard.press('2')
  await expect(page.getByRole('tab', { name: 'Credit map' })).toHaveAttribute('aria-selected', 'true')
  // The first responses of this seed, always the same: the second has more than one token.
  await page.keyboard.press('n')
  await page.keyboard.press(']')
  await expect.poll(() => page.url()).toMatch(/\/r\/2\/t\/2/)
})

test('the key sheet opens with ? and closes with Escape', async ({ page }) => {
  await openPage(page, tiny)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('Next iteration')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
})

test('keys do nothing while typing in a field', async ({ page }) => {
  await openPage(page, tiny)
  await page.getByLabel('Seed', { exact: true }).fill('r.r ')
  expect(await iteration(page)).toBe(0)
})

test('Enter takes the first method that was found while typing', async ({ page }) => {
  await openPage(page, tiny)
  const picker = page.locator('#method-picker')
  await picker.click()
  await page.getByPlaceholder(/^Search \d+ entries/).fill('rloo')
  await expect(page.locator('.picker-item').first()).toHaveAttribute('data-highlighted', '')
  await page.keyboard.press('Enter')
  await expect(picker).toContainText('RLOO')
  await expect(page).toHaveURL(/method=rloo/)
})

test('every control can be reached by Tab, and shows its focus', async ({ page }) => {
  await openPage(page, tiny)
  // By key, so that Tab begins at the top of the page.
  await page.keyboard.press('.')
  await untilIteration(page, 1)
  await ready(page)
  const seen = new Set<string>()
  // Once around the page; the limit only ends a test that would go round for ever.
  for (let i = 0; i < 500; i++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(() => {
      const element = document.activeElement
      if (!element || element === document.body) return undefined
      const { outlineStyle, boxShadow, borderColor } = getComputedStyle(element)
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? ''
      return {
        name: `${element.tagName} ${name}`,
        visible: outlineStyle !== 'none' || boxShadow !== 'none' || borderColor !== '',
      }
    })
    if (!here) continue
    if (here.name.includes('Skip to the work') && seen.size > 1) break
    expect(here.visible, here.name).toBe(true)
    seen.add(here.name)
  }
  for (const wanted of ['Next iteration', 'Reset', 'New seed', 'Groups', 'Data table']) {
    expect(
      [...seen].some(name => name.includes(wanted)),
      `${wanted} in ${[...seen].join(' | ')}`,
    ).toBe(true)
  }
})
