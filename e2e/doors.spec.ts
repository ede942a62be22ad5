/** Doors to the outside that are shut, hang, or hand in something strange: the page must start, say so, and go on. */
import { type BrowserContext, expect, type Page, test } from 'playwright/test'
import {
  backendFacts,
  badgeSays,
  button,
  inWorkers,
  iteration,
  nextIteration,
  notices,
  openPage,
  ready,
  tiny,
} from './support.ts'

test.describe('waits', () => {
  test('a database that never answers does not keep the page from starting', async ({ page }) => {
    await page.addInitScript(() => {
      const { open } = IDBFactory.prototype
      IDBFactory.prototype.open = function (...given) {
        return Object.assign(open.apply(this, given), { addEventListener: () => {} })
      }
    })
    await openPage(page, tiny)
    await nextIteration(page)
    await expect(notices(page)).toContainText('does not let the page keep the session', { timeout: 15_000 })
  })

  const gpus = {
    'throws when it is looked at': () =>
      Object.defineProperty(Object.getPrototypeOf(navigator), 'gpu', {
        get() {
          throw new Error('boom')
        },
      }),
    'throws when it is asked': () => {
      GPU.prototype.requestAdapter = () => {
        throw new Error('boom')
      }
    },
    'never answers': () => {
      GPU.prototype.requestAdapter = () => new Promise(() => {})
    },
  }
  for (const [how, prelude] of Object.entries(gpus)) {
    test(`a WebGPU that ${how} leaves the run to WASM, and the badge says why`, async ({ page }) => {
      await inWorkers(page, prelude)
      await openPage(page, tiny)
      expect((await backendFacts(page)).Backend).toBe('WASM')
      expect(await badgeSays(page)).toContain(
        how === 'never answers' ? 'WebGPU does not answer.' : 'WebGPU refused: boom.',
      )
    })
  }

  test('starting weights that never come are told, and random ones are offered', async ({ page }) => {
    await page.route('**/checkpoints/*.bin', () => {})
    await page.goto('./?preset=grpo-basics')
    const banner = page.getByRole('alert')
    await expect(banner).toContainText('no answer in 20 seconds', { timeout: 40_000 })
    await banner.getByRole('button', { name: 'Start from random weights' }).click()
    await ready(page)
    await expect(page).toHaveURL(/base=random/)
  })
})

/**
 * Writes `value` at `path` into what lies on the shelf of the newest run; undefined takes it away. Done from another
 * page of the same origin, because the playground saves once more when it is left.
 */
async function alterRecord(page: Page, path: string, value: unknown): Promise<void> {
  await page.goto('./favicon.svg')
  await page.evaluate(
    ([keys, last, value]) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('advantage-playground', 1)
        opening.onsuccess = () => {
          const store = opening.result.transaction('sessions', 'readwrite').objectStore('sessions')
          store.get('last').onsuccess = ({ target }) => {
            const key = (target as IDBRequest<{ id: string }[]>).result[0]?.id ?? ''
            store.get(key).onsuccess = found => {
              const record = (found.target as IDBRequest).result
              const owner = keys.reduce((now, name) => now[name], record)
              if (value === undefined) delete owner[last]
              else owner[last] = value
              store.put(record, key).onsuccess = () => resolve()
            }
          }
        }
        opening.onerror = () => reject(opening.error)
      }),
    [path.split('.').slice(0, -1), path.split('.').at(-1) ?? '', value] as const,
  )
}

const saved = (page: Page) => page.waitForTimeout(1_500)
const unreadable = /The last session could not be read/

test.describe('a stored session', () => {
  const altered = [
    ['changes', undefined],
    ['snapshots', [null]],
    ['snapshots', [{ iteration: 1 }]],
    ['checkpoint.iteration', 'one'],
    ['checkpoint.parameters.0', Number.NaN],
    ['version', 3],
  ] as const
  test('that was altered is a new start with one notice, once', async ({ page }) => {
    test.setTimeout(300_000)
    for (const [path, value] of altered) {
      await test.step(path, async () => {
        await openPage(page, tiny)
        await expect(notices(page).getByText(unreadable)).toHaveCount(0)
        await nextIteration(page)
        await saved(page)
        await alterRecord(page, path, value)
        await openPage(page, '')
        await expect(notices(page).getByText(unreadable)).toHaveCount(1)
        expect(await iteration(page)).toBe(0)
      })
    }
    await openPage(page, tiny)
    await expect(notices(page).getByText(unreadable)).toHaveCount(0)
  })

  test('with an endless count beside it goes on at once', async ({ page }) => {
    await openPage(page, tiny)
    await nextIteration(page)
    await saved(page)
    await alterRecord(page, 'iterations', 1e9)
    await page.goto(`./?${tiny}`)
    await notices(page).getByRole('button', { name: 'Resume iteration 1' }).click()
    await expect.poll(() => iteration(page)).toBe(1)
  })

  test('of one tab outlives another tab, and equal setups are told', async ({ context }) => {
    const first = await context.newPage()
    await openPage(first, tiny)
    for (let i = 0; i < 3; i++) await nextIteration(first)
    await saved(first)
    const second = await openedIn(context, `${tiny}&seed=other`)
    await expect(notices(second)).not.toContainText('Another tab')
    await nextIteration(second)
    await saved(second)
    await first.reload()
    await expect.poll(() => iteration(first)).toBe(3)
    await expect(notices(first)).not.toContainText('Another tab')
    const third = await context.newPage()
    await third.goto(first.url())
    await expect(notices(third)).toContainText('Another tab has the same setup open')
    await notices(third).getByRole('button', { name: 'Resume iteration 3' }).click()
    await expect.poll(() => iteration(third)).toBe(3)
  })

  test('that cannot be drawn can be forgotten', async ({ page }) => {
    await openPage(page, tiny)
    await nextIteration(page)
    await saved(page)
    // Stands for a record that passes every check and still cannot be drawn.
    await alterRecord(page, 'snapshots.0.notes', ['undrawable'])
    await page.addInitScript(() => {
      const { at } = Array.prototype
      Array.prototype.at = function (this: { readonly notes?: readonly string[] }[], index: number) {
        if (this[0]?.notes?.[0] === 'undrawable') throw new Error('undrawable')
        return Reflect.apply(at, this, [index])
      }
    })
    await page.goto('./')
    await expect(page.getByRole('alert')).toContainText('The page could not be drawn.')
    await page.getByRole('button', { name: 'Forget the last session' }).click()
    await ready(page)
    expect(await iteration(page)).toBe(0)
    await nextIteration(page)
  })
})

async function openedIn(context: BrowserContext, query: string): Promise<Page> {
  const page = await context.newPage()
  await openPage(page, query)
  return page
}

test.describe('parts that come later', () => {
  test('are there when the network is gone after the start', async ({ page, context }) => {
    // What is used below, whichever of them is fetched last.
    const parts = [/assets\/gallery-.*\.js/, /assets\/HelpSheet-.*\.js/, /assets\/catalogue-.*\.js/]
    const loaded = Promise.all(parts.map(part => page.waitForResponse(part)))
    await openPage(page, tiny)
    await loaded
    await page.waitForLoadState('networkidle')
    await context.setOffline(true)
    await button(page, 'Play').click()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toContainText('Single-key shortcuts')
    await page.keyboard.press('Escape')
    const before = await iteration(page)
    await expect.poll(() => iteration(page)).toBeGreaterThan(before)
    await page.getByRole('link', { name: 'Methods' }).click()
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible({ timeout: 20_000 })
  })

  test('that do not come say so in their place, and come when they can', async ({ page }) => {
    await page.route(/assets\/(HelpSheet|Setup)-/, route => route.fulfill({ status: 404 }))
    await openPage(page, tiny)
    await page.getByRole('button', { name: 'All settings' }).click()
    const failures = page.getByRole('alert')
    await expect(failures).toContainText('The setup could not be drawn.')
    await nextIteration(page)
    await page.keyboard.press('?')
    const help = failures.filter({ hasText: 'The help' })
    await expect(help).toContainText('The help could not be drawn.')
    await expect(page.getByRole('main')).toContainText('=')
    await page.unroute(/assets\/(HelpSheet|Setup)-/)
    await help.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('dialog')).toContainText('Single-key shortcuts')
    await page.keyboard.press('Escape')
    await failures.getByRole('button', { name: 'Try again' }).click()
    await expect(
      page.getByRole('region', { name: 'All settings' }).getByText('Task', { exact: true }).first(),
    ).toBeVisible()
    await expect(failures).toHaveCount(0)
    await expect(page.locator('.setup')).toHaveCSS('display', 'grid')
  })
})
