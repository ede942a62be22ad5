import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { nextIteration, openPage, tiny } from './support.ts'

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const

for (const theme of ['light', 'dark'] as const) {
  for (const size of ['wide', 'narrow'] as const) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ colorScheme: theme, viewport: sizes[size] })
      test('axe finds nothing to object to, and nothing overflows sideways', async ({ page }) => {
        test.setTimeout(120_000)
        await openPage(page, tiny)
        await nextIteration(page)
        for (const tab of ['Groups', 'Credit map', 'Rollout']) {
          await page.getByRole('tab', { name: tab }).click()
          expect(await violations(page), tab).toEqual([])
        }
        if (size === 'narrow') {
          for (const section of ['Why', 'Curves']) {
            await page.getByRole('tab', { name: section, exact: true }).click()
            expect(await violations(page), section).toEqual([])
          }
          await page.getByRole('button', { name: 'Menu' }).click()
          expect(await violations(page), 'menu').toEqual([])
          await page.keyboard.press('Escape')
        }
        await page.getByRole('button', { name: 'All settings' }).click()
        await expect(page.locator('.setup')).toBeVisible()
        expect(await violations(page), 'settings').toEqual([])
        await page.getByRole('button', { name: 'Close the settings' }).click()
        await page.keyboard.press('?')
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await violations(page), 'key sheet').toEqual([])
        await page.keyboard.press('Escape')
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow).toBeLessThanOrEqual(0)
      })
    })
  }
}

test('the gallery of pictures has no violation in either theme', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto('./#/gallery')
    await expect(page.getByRole('heading', { name: 'Gallery' })).toBeVisible()
    expect(await violations(page), colorScheme).toEqual([])
  }
})

test('320 pixels are enough', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await openPage(page, tiny)
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
})
