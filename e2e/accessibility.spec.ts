import { expect, test } from 'playwright/test'
import { nextIteration, objections, openPage, tiny } from './support.ts'

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const

for (const size of ['wide', 'narrow'] as const) {
  test.describe(size, () => {
    test.use({ viewport: sizes[size] })
    test('axe finds nothing to object to in either theme, and nothing overflows sideways', async ({ page }) => {
      test.setTimeout(300_000)
      await openPage(page, tiny)
      await nextIteration(page)
      expect(await objections(page), 'at the start').toEqual([])
      for (const tab of ['Groups', 'Credit map', 'Rollout']) {
        await page.getByRole('tab', { name: tab }).click()
        expect(await objections(page, '#work'), tab).toEqual([])
      }
      if (size === 'narrow') {
        for (const section of ['Why', 'Curves']) {
          await page.getByRole('tab', { name: section, exact: true }).click()
          expect(await objections(page), section).toEqual([])
        }
        await page.getByRole('button', { name: 'Menu' }).click()
        expect(await objections(page), 'menu').toEqual([])
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'All settings' }).click()
      await expect(page.locator('.setup')).toBeVisible()
      expect(await objections(page), 'settings').toEqual([])
      await page.getByRole('button', { name: 'Close the settings' }).click()
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await objections(page), 'key sheet').toEqual([])
      await page.keyboard.press('Escape')
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBeLessThanOrEqual(0)
    })
  })
}

test('the gallery of pictures has no violation in either theme', async ({ page }) => {
  await page.goto('./#/gallery')
  await expect(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
  expect(await objections(page)).toEqual([])
})

test('320 pixels are enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await openPage(page, tiny)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
})
