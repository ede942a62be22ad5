/** Everything can be reached: on a phone, at 200 % zoom of a laptop, on a tablet, on a laptop, on a wall. */
import { expect, type Locator, type Page, test } from 'playwright/test'
import { openPage } from './support.ts'

const sizes = [
  { width: 390, height: 844 },
  { width: 720, height: 450 },
  { width: 820, height: 1180 },
  { width: 1440, height: 900 },
  { width: 3840, height: 2160 },
]
const controls = 'button:visible, a[href]:visible, input:visible, select:visible, summary:visible'

/** The last control can be scrolled to and used: nothing lies over it, and no edge cuts it off. */
async function reachLast(place: Locator): Promise<void> {
  const last = place.locator(controls).last()
  if ((await last.count()) === 0) return
  await last.scrollIntoViewIfNeeded()
  await expect(last).toBeInViewport({ ratio: 0.9 })
  // A link would lead away, and disabled ones only have to be seen.
  const leads = (await last.getAttribute('href')) !== null
  if (await last.isEnabled()) await last.click({ trial: leads })
}

const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Smaller ones are hard to hit (WCAG 2.2, target size); a word in a sentence is as tall as its line. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.shell button, .shell select, .shell summary')]
      .filter(control => control.checkVisibility() && !control.closest('.visually-hidden, p, .panel'))
      .filter(control => {
        const { width, height } = control.getBoundingClientRect()
        return Math.min(width, height) < 23.5
      })
      .map(control => `${control.className} ${control.textContent}`),
  )

for (const size of sizes) {
  test(`every part ends within reach at ${size.width}x${size.height}`, async ({ page }) => {
    await page.setViewportSize(size)
    await openPage(page)
    const tabs = page.getByRole('tablist', { name: /^(Sections|Pictures)$/ }).getByRole('tab')
    for (const tab of await tabs.all()) {
      await tab.click()
      await expect(page.getByRole('tabpanel')).toBeVisible()
      await reachLast(page.getByRole('tabpanel'))
      await page.keyboard.press('Escape')
      expect(await sidewaysScroll(page), await tab.innerText()).toBeLessThanOrEqual(0)
    }
    await reachLast(page.getByRole('main'))
    await page.keyboard.press('Escape')
    expect(await smallTargets(page)).toEqual([])
    await page.getByRole('button', { name: 'All settings' }).click()
    await expect(page.locator('.setup')).toBeVisible()
    await reachLast(page.getByRole('region', { name: 'All settings' }).locator('.setup'))
    await page.getByRole('button', { name: 'Close the settings' }).click()
    await page.keyboard.press('?')
    await reachLast(page.getByRole('dialog'))
  })
}
