/** Everything can be reached: on a phone, at 200 % zoom of a laptop, on a tablet, on a laptop. */
import { expect, type Locator, type Page, test } from 'playwright/test'
import { openPage } from './support.ts'

const sizes = [
  { width: 390, height: 844 },
  { width: 720, height: 450 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
]
const controls = 'button:visible, a[href]:visible, input:visible, select:visible, summary:visible'

/** The last control can be scrolled to and pressed: nothing lies over it, and no edge cuts it off. */
async function reachLast(place: Locator): Promise<void> {
  const last = place.locator(controls).last()
  if ((await last.count()) === 0) return
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport({ ratio: 0.9 })
  // Disabled ones only have to be seen.
  if (await last.isEnabled()) await last.click({ trial: true })
}

const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

for (const size of sizes) {
  test(`every section ends within reach at ${size.width}x${size.height}`, async ({ page }) => {
    await page.setViewportSize(size)
    await openPage(page)
    const sections = page.getByRole('tablist', { name: 'Sections' }).getByRole('tab')
    const names = (await sections.count()) > 0 ? await sections.allInnerTexts() : ['']
    for (const name of names) {
      if (name) await sections.filter({ hasText: name }).click()
      const pictures = page.getByRole('tablist', { name: 'Pictures' }).getByRole('tab')
      for (const tab of await pictures.all()) {
        await tab.click()
        await reachLast(page.locator('.work-panel:visible'))
      }
      await reachLast(page.getByRole('main'))
      expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0)
    }
  })
}
