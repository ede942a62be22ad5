import { expect, type Page, test } from 'playwright/test'
import { nextIteration, objections, openPage, tiny, violations } from './support.ts'

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

/** What carries data or says what is chosen, by tab: none of it may be painted in the colour of the page. */
const painted = {
  groups: ['.axis-dots > *', '.histogram-bin > *'],
  credit: ['.token[data-hue]', '.top-token-bar', '.legend-ramp'],
  rollout: ['.top-token-bar', '.entropy-line polyline'],
  update: ['.scene[aria-current]', '.top-token-bar, .update-first-bar > i'],
  bench: ['.bench-cell[data-sign]', '.bench-segments [aria-pressed="true"]'],
} as const

/** Whether the first such element differs from the page in what it is filled, drawn or framed with. */
const isPainted = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate(element => {
      const canvas = getComputedStyle(document.body).backgroundColor
      const style = getComputedStyle(element)
      const colours = [
        style.backgroundColor,
        ...(element instanceof SVGElement ? [style.fill, style.stroke] : []),
        ...(style.outlineStyle === 'none' ? [] : [style.outlineColor]),
      ]
      const isSeen = (colour: string) => !['none', 'rgba(0, 0, 0, 0)', canvas].includes(colour)
      return colours.some(isSeen) || style.backgroundImage !== 'none'
    })

/** What axe objects to where the system paints: whether its own pairs of colours contrast is the system's matter. */
const inSystemColours = async (page: Page, part?: string): Promise<string[]> =>
  (await violations(page, part)).filter(found => !found.startsWith('color-contrast'))

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the system's ${colorScheme} high contrast hides nothing, and axe has nothing to say`, async ({ page }) => {
    test.setTimeout(180_000)
    await page.emulateMedia({ forcedColors: 'active', colorScheme, reducedMotion: 'reduce' })
    await openPage(page, 'preset=grpo-basics&problems=2&groupSize=4&probeEvery=0')
    await nextIteration(page)
    for (const [tab, selectors] of Object.entries(painted)) {
      await page.evaluate(id => {
        location.hash = `#/tab/${id}`
      }, tab)
      for (const selector of selectors) {
        await page.locator(selector).first().waitFor({ state: 'attached' })
        expect(await isPainted(page, selector), `${tab}: ${selector}`).toBe(true)
      }
      expect(await inSystemColours(page, '#work'), tab).toEqual([])
    }
    for (const hash of ['#/compare', '#/methods', '#/lessons']) {
      await page.evaluate(next => {
        location.hash = next
      }, hash)
      await expect(page.getByRole('main').first()).toBeVisible()
      expect(await inSystemColours(page), hash).toEqual([])
    }
  })
}
