import { createReadStream, readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { expect, type Page, test } from 'playwright/test'
import { backendFacts, button, chooseBackend, nextIteration, openPage, tiny } from './support.ts'

const dist = new URL('../dist/', import.meta.url).pathname
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** The page's own policy, read off the built page: strict hosts send the same as a header, which binds the worker too. */
const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/
  .exec(readFileSync(`${dist}index.html`, 'utf8'))?.[1]
  ?.replaceAll('&#39;', "'")

/** Serves `dist` under /a/b/ as a strict host does; nothing else exists there. */
const strictHost = (): Server =>
  createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname
    const file = join(dist, normalize(path.replace(/^\/a\/b\/?/, '/')).replace(/\/$/, '/index.html'))
    const exists = path.startsWith('/a/b/') && statSync(file, { throwIfNoEntry: false })?.isFile() === true
    response.writeHead(exists ? 200 : 404, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': policy ?? '',
    })
    if (exists) createReadStream(file).pipe(response)
    else response.end()
  })

/** What the browser refused, in the page or in its worker. */
async function refusals(page: Page): Promise<() => Promise<string[]>> {
  const said: string[] = []
  page.on('console', message => {
    if (/Content Security Policy|TrustedScript|Refused to/i.test(message.text())) said.push(message.text())
  })
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(globalThis, { seen })
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber, sample }) => {
      seen.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`)
    })
  })
  return async () => [...said, ...(await page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen))]
}

test.describe('under a sub-path of a strict host', () => {
  let server: Server
  test.beforeAll(async () => {
    server = strictHost()
    await new Promise<void>(resolve => server.listen(0, resolve))
  })
  test.afterAll(() => server.close())
  test.use({ baseURL: undefined })

  test('nothing breaks the content policy, formulas are drawn, and WASM trains', async ({ browser }) => {
    test.setTimeout(120_000)
    expect(policy).toContain("default-src 'self'")
    const { port } = server.address() as AddressInfo
    const context = await browser.newContext({ baseURL: `http://localhost:${port}/a/b/` })
    const page = await context.newPage()
    const refused = await refusals(page)
    await openPage(page, tiny)
    await chooseBackend(page, 'wasm')
    await nextIteration(page)
    expect((await backendFacts(page)).Backend).toMatch(/wasm/i)
    // A fraction is a line between two rows: without its styles all stands on one.
    const bar = page.locator('.formula .katex .frac-line').first()
    await expect(bar).toBeVisible()
    await page.locator('.formula .katex-html [class*="colour-5ab1"]').last().hover()
    await expect(page.locator('.formula-readout')).toContainText('response')
    for (const tab of ['Groups', 'Credit map', 'Rollout']) await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('button', { name: 'Data table' }).last().click()
    await page.keyboard.press('Escape')
    await button(page, 'Play').click()
    await page.waitForTimeout(1500)
    await button(page, 'Pause').click()
    await page.keyboard.press('?')
    await page.keyboard.press('Escape')
    for (const hash of ['#/gallery', '#/methods', '#/methods/grpo', '#/methods/aepo']) {
      await page.evaluate(to => {
        location.hash = to
      }, hash)
      await page.waitForTimeout(1500)
    }
    // A tall brace is a drawing whose width is a style.
    const brace = await page.locator('.katex .delimsizing svg').first().boundingBox()
    expect(brace?.width).toBeLessThan(40)
    expect(await refused()).toEqual([])
    // The listener does hear: a style attribute and a text that would become a script are refused.
    await page.evaluate(() => document.body.setAttribute('style', 'opacity: 1'))
    expect(await refused()).not.toEqual([])
    await expect(page.evaluate(() => new Worker('https://example.org/w.js'))).rejects.toThrow(/TrustedScriptURL/)
    await context.close()
  })

  test('a program of one’s own is trained with in a worker that the policy binds, and reaches nothing', async ({
    browser,
  }) => {
    test.setTimeout(120_000)
    const { port } = server.address() as AddressInfo
    const context = await browser.newContext({ baseURL: `http://localhost:${port}/a/b/` })
    const page = await context.newPage()
    const refused = await refusals(page)
    const asked: string[] = []
    page.on('request', request => asked.push(request.url()))
    const source = `export const advantage = ({ rewards }) => {
  if (typeof fetch + typeof importScripts + typeof postMessage !== 'undefined'.repeat(3)) throw new Error('a door')
  new Function('return 1')()
  return rewards.map(r => r - mean(rewards))
}`
    const program = Buffer.from(source).toString('base64url')
    await page.goto(`./?${tiny}&iterations=3&method=own&program=${program}`)
    await page.getByRole('button', { name: 'Run it' }).click()
    await expect(button(page, 'Play')).toBeEnabled({ timeout: 40_000 })
    await button(page, 'Play').click()
    await expect(page.locator('.where-count')).toHaveAttribute('data-finished', '3', { timeout: 60_000 })
    expect(await refused()).toEqual([])
    expect(asked.filter(url => !url.startsWith(`http://localhost:${port}/a/b/`))).toEqual([])
    await context.close()
  })
})
