/** What the browser tests share: opening the page, reading where the run stands, waiting for it. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Locator, type Page } from 'playwright/test'

/** Small enough for a software adapter: 4 rollouts of a network of one narrow layer, started at random. */
export const tiny = 'task=modular-arithmetic&policy=gpt-1x16&base=random&groupSize=4&problems=1&probeEvery=0'

/** The first visit goes slowly, so that it can be followed; tests do not wait, unless they chose a speed. */
const atFullSpeed = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const key = 'advantage-playground.speed'
    if (localStorage.getItem(key) === null) localStorage.setItem(key, '"max"')
  })

/** The page at `?query`, with a fresh profile, when it is ready to train; or another page of it, when it is drawn. */
export async function openPage(page: Page, query = '', hash = ''): Promise<void> {
  await atFullSpeed(page)
  await page.goto(`./${query && `?${query}`}${hash}`)
  if (/^#\/(methods|gallery)/.test(hash)) return expect(page.getByRole('main')).toBeVisible({ timeout: 40_000 })
  await ready(page)
  // A new run goes on by itself to its first credit, so that there is a picture.
  await expect(page.locator('.where-phase b')).toHaveText('credit', { timeout: 40_000 })
}

export const ready = (page: Page): Promise<void> => expect(button(page, 'Play')).toBeEnabled({ timeout: 40_000 })

export const button = (page: Page, name: string): Locator => {
  const transport = page.getByRole('toolbar', { name: 'Training' })
  return transport.getByRole('button', { name: new RegExp(`^${name}`) })
}

/** Iterations finished, as the transport says. */
export async function iteration(page: Page): Promise<number> {
  return Number(await page.locator('.where-count').getAttribute('data-finished'))
}

export const untilIteration = (page: Page, wanted: number, timeout = 40_000): Promise<void> =>
  expect.poll(() => iteration(page), { timeout }).toBeGreaterThanOrEqual(wanted)

export const phase = (page: Page): Promise<string> => page.locator('.where-phase b').innerText()

export async function nextIteration(page: Page): Promise<void> {
  const before = await iteration(page)
  await button(page, 'Next iteration').click()
  await untilIteration(page, before + 1)
  await ready(page)
  await expect(page.locator('.looking')).toContainText(`iteration ${before + 1}, after probe`)
}

/** Everything that the centre's picture shows, as text: rewards, advantages, tokens. */
export async function picture(page: Page): Promise<string> {
  await expect(page.locator('.picture[data-stale]:visible')).toHaveCount(0)
  return page.locator('.work-panel:visible').innerText()
}

export async function chooseBackend(page: Page, backend: string): Promise<void> {
  await openHelp(page)
  await page.getByLabel('Compute on').selectOption(backend)
  await page.keyboard.press('Escape')
  await ready(page)
}

export const openHelp = (page: Page): Promise<void> => page.getByRole('button', { name: /^Help, keys/ }).click()

/** The facts about the backend, by name. */
export async function backendFacts(page: Page): Promise<Record<string, string>> {
  await openHelp(page)
  const dialog = page.getByRole('region', { name: 'Backend' })
  await expect(dialog).toBeVisible()
  const names = await dialog.locator('dt').allInnerTexts()
  const values = await dialog.locator('dd').allInnerTexts()
  await page.keyboard.press('Escape')
  return Object.fromEntries(names.map((name, i) => [name, values[i] ?? '']))
}

/**
 * Runs a function in every worker before the engine starts, the n-th in the n-th worker and the last one in all that
 * follow. Scripts that Playwright adds to a page do not reach its workers, so the worker's own script is changed.
 */
export async function inWorkers(page: Page, first: () => void, ...more: (() => void)[]): Promise<void> {
  let started = 0
  await page.route('**/assets/worker-*.js', async route => {
    const response = await route.fetch()
    const prelude = [first, ...more][Math.min(started++, more.length)]
    await route.fulfill({ response, body: `(${prelude})();\n${await response.text()}` })
  })
}

export const notices = (page: Page) => page.getByRole('list', { name: 'Notices' })

/** The sentences about the backend. */
export async function badgeSays(page: Page): Promise<string> {
  await openHelp(page)
  await expect(page.getByRole('region', { name: 'Backend' })).toBeVisible()
  const text = await page.locator('.backend > p').allInnerTexts()
  await page.keyboard.press('Escape')
  return text.join(' ')
}

/** Rules of axe that look at colours; all others find the same in every theme. */
const ofColours = ['color-contrast', 'link-in-text-block']

/**
 * What axe objects to in the light theme and in the dark one: on the whole page, or in a part of it (a selector) where
 * the rest was looked at before.
 */
export async function objections(page: Page, part?: string): Promise<string[]> {
  // Without motion: a colour half way between two themes is nobody's.
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  const light = await violations(page, part)
  await page.emulateMedia({ colorScheme: 'dark' })
  return [...light, ...(await violations(page, part, ofColours))]
}

/** What axe objects to as the page stands. */
export async function violations(page: Page, part?: string, rules: readonly string[] = []): Promise<string[]> {
  // All within the page, and told of failures only: most of the time goes into describing what is as it should be.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (part) axe.include(part)
  if (rules.length > 0) axe.withRules([...rules])
  const { violations: found } = await axe.analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}
