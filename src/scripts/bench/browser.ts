/** A page of this repository in a headless Chromium: WebGPU, cross-origin isolation and threads as the playground has them. */
import { type Browser, chromium, type Page } from 'playwright/test'
import { createServer } from 'vite'
import { fail } from '../../core/fail.ts'
import type { AdapterFacts } from './page.ts'

export interface Chromium {
  readonly version: string
  readonly adapter: AdapterFacts | undefined
  readonly threads: number
  /** A fresh page for each piece of work, so that none inherits another's memory or pipelines. */
  readonly onPage: <T>(work: (page: Page) => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

const flags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
]
/** For machines without a GPU driver. */
const software = '--use-webgpu-adapter=swiftshader'

/** `executablePath` is a Chromium (scripts/chromium.mjs). A real adapter is preferred to the software one. */
export async function openChromium(executablePath: string): Promise<Chromium> {
  const server = await createServer({
    logLevel: 'error',
    cacheDir: 'node_modules/.cache/advantage-playground/vite-bench',
    optimizeDeps: { exclude: ['@tensorflow/tfjs'] },
    server: {
      port: 0,
      hmr: false,
      watch: null,
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
    },
  })
  await server.listen()
  const [origin] = server.resolvedUrls?.local ?? []
  const address = new URL('src/scripts/bench/page.html', origin).href
  const real = await launch(executablePath, flags, address)
  const chosen = real.adapter
    ? real
    : await real.browser.close().then(() => launch(executablePath, [...flags, software], address))
  return {
    version: chosen.browser.version(),
    adapter: chosen.adapter ?? undefined,
    threads: chosen.threads,
    onPage: work => withPage(chosen.browser, address, work),
    close: async () => {
      await chosen.browser.close()
      await server.close()
    },
  }
}

async function launch(executablePath: string, args: string[], address: string) {
  const browser = await chromium.launch({ executablePath, args })
  const facts = await withPage(browser, address, page =>
    page.evaluate(async () => ({ adapter: await bench?.adapter(), threads: bench?.threads() ?? 1 })),
  )
  return { browser, ...facts }
}

async function withPage<T>(browser: Browser, address: string, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', error => problems.push(error.message))
  try {
    await page.goto(address)
    await page
      .waitForFunction(() => globalThis.bench !== undefined)
      .catch(() => {
        fail('bench.page', 'a page that loads', problems.join('; ') || 'silence', 'Run `npm ci`.')
      })
    return await work(page)
  } finally {
    await page.close()
  }
}
