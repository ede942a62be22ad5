/** What the page has to say about a link stays in bounds, whatever the link holds. */
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from 'playwright/test'
import { notices, openPage, tiny } from './support.ts'

const long = 'z'.repeat(8_000)
const many = Array.from({ length: 12 }, (_, i) => `unknown${i}=1`).join('&')

for (const [screen, viewport] of [
  ['narrow', { width: 390, height: 844 }],
  ['wide', { width: 1440, height: 900 }],
] as const) {
  test.describe(screen, () => {
    test.use({ viewport })

    test('a link full of faults is one notice that fits, scrolls and can be dismissed by keyboard', async ({
      page,
    }) => {
      await openPage(page, `${tiny}&method=${long}&groupSize=4&groupSize=2&${many}`)
      const list = notices(page)
      await expect(list.locator('> li')).toHaveCount(1)
      await expect(list).toContainText(/\d+ things in this link were changed\./)
      await expect(list).toContainText('Taking "grpo"')
      await expect(list).toContainText('"groupSize": expected once')
      const box = await list.locator('> li').boundingBox()
      expect(box?.y).toBeGreaterThanOrEqual(0)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height)
      expect(box?.height).toBeLessThan(viewport.height / 2)
      await page.screenshot({ path: `test-results/notices-${screen}.png` })
      const { violations } = await new AxeBuilder({ page }).include('.notices').analyze()
      expect(violations).toEqual([])
      const dismiss = list.getByRole('button', { name: 'Dismiss' })
      await dismiss.focus()
      await page.keyboard.press('Enter')
      await expect(list.locator('> li')).toHaveCount(0)
    })

    test('a link of two hundred thousand letters does not block the page', { tag: '@alone' }, async ({ page }) => {
      // After `#`, because servers refuse such a query.
      await openPage(page, tiny, `#/${'nowhere/7/'.repeat(20_000)}`)
      await expect(notices(page)).toContainText('more of this kind')
      const slow = await page.evaluate(() => {
        const before = performance.now()
        return new Promise<number>(resolve => setTimeout(() => resolve(performance.now() - before)))
      })
      expect(slow).toBeLessThan(500)
    })
  })
}
