import { expect, type Page, test } from 'playwright/test'
import { nextIteration, openPage, tiny } from './support.ts'

/** Whatever hides a part of what is in it; one line with an ellipsis and formulas, which hide nothing, are left out. */
const clipped = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.shell, .shell *')]
      .filter(element => {
        if (element.closest('.visually-hidden, .katex, svg, input, select')) return false
        const { overflowX, overflowY, textOverflow, display } = getComputedStyle(element)
        if (textOverflow === 'ellipsis' || display === 'inline') return false
        const tooTall = overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1
        const tooWide = overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
        return element.clientHeight > 1 && (tooTall || tooWide)
      })
      .map(element => `${element.className} ${element.clientHeight} of ${element.scrollHeight}`),
  )

for (const theme of ['light', 'dark'] as const) {
  test(`paper shows every section whole and light, from the ${theme} theme`, async ({ page }) => {
    await page.addInitScript(word => localStorage.setItem('advantage-playground.theme', JSON.stringify(word)), theme)
    await openPage(page, tiny)
    await nextIteration(page)
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 760, height: 1000 })
    for (const tab of ['1', '2', '3']) {
      await page.keyboard.press(tab)
      await expect(page.locator('.work-panel:visible .panel')).toBeVisible()
      expect(await clipped(page)).toEqual([])
    }
    for (const name of ['Setup', 'Work', 'Explanation', 'Curves'])
      await expect(page.getByRole('region', { name, exact: true })).toBeVisible()
    const surface = await page
      .locator('.section')
      .first()
      .evaluate(element => getComputedStyle(element).backgroundColor)
    expect(surface).toBe('rgb(255, 255, 255)')
  })
}

test('paper has all rows of a long list', async ({ page }) => {
  await openPage(page, tiny, '')
  await page.goto('./#/gallery')
  await page.getByRole('combobox', { name: /^Scene/ }).selectOption('crowd')
  await page.getByLabel('Panel').selectOption('credit')
  await expect(page.locator('.credit-row').nth(5)).toBeVisible()
  expect(await page.locator('.credit-row:not(.credit-head)').count()).toBeLessThan(100)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 760, height: 1000 })
  await expect(page.locator('.credit-row:not(.credit-head)')).toHaveCount(256)
  expect(await clipped(page)).toEqual([])
})

test('a number field in focus has an outline of its own, and a curve has a name', async ({ page }) => {
  await openPage(page, tiny)
  await nextIteration(page)
  await page.getByRole('button', { name: 'All settings' }).click()
  const field = page.locator('.number-field:visible').first()
  await field.focus()
  const outline = await field.evaluate(element => getComputedStyle(element).outline)
  expect(outline).toMatch(/solid 2px|2px solid/)
  await expect(page.getByRole('img', { name: /^Reward, \d+ iterations?$/ })).toBeVisible()
})
