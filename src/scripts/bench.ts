/**
 * Speed, side by side in one run: `npm run bench [-- --json] [-- --only R1] [-- --backend wasm|webgpu|cpu]`. Plain
 * TensorFlow.js operations, the playground's kernels and jax-js do the same work in a headless Chromium.
 *
 * `--json` prints {adapter, versions, results} and nothing else on stdout; progress goes to stderr.
 */
import { readFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { fail } from '../core/fail.ts'
import { type Backend, backends } from '../tensor/tf.ts'
import { type Chromium, openChromium } from './bench/browser.ts'
import type { Timing } from './bench/clock.ts'
import type { BenchPath, Job } from './bench/page.ts'
import { goals, type Report, type Result, table } from './bench/results.ts'
import { growth, references, type Size } from './bench/sizes.ts'
import { chromium } from './chromium.mjs'

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, backend: { type: 'string' } },
})

const sizes = [...references, ...growth]
const oneOf = <T>(where: string, known: readonly T[], name: (item: T) => string, wanted: string | undefined): T[] => {
  if (wanted === undefined) return [...known]
  const found = known.filter(item => name(item) === wanted)
  return found.length > 0 ? found : fail(where, known.map(name).join(', '), `"${wanted}"`, 'Take one of these.')
}

/** A path that took this long per iteration, in milliseconds, is not tried on larger networks. */
const patience = 20_000

/** Every path for the reference sizes, the kernels alone for the growing ones. No kernels in plain JavaScript. */
function pathsFor(size: Size, backend: Backend): BenchPath[] {
  if (backend === 'cpu') return references.includes(size) ? ['plain'] : []
  return references.includes(size) ? ['fused', 'plain', 'jax-js'] : ['fused']
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function measure(browser: Chromium, jobs: readonly Job[]): Promise<Result[]> {
  const results: Result[] = []
  const tooSlow = new Set<string>()
  for (const job of jobs) {
    const { size, backend, path } = job
    if (tooSlow.has(`${backend} ${path}`)) {
      say(`${size.name} ${backend} ${path}: left out, the size before took longer than ${patience / 1000} s`)
      continue
    }
    const timings = await attempt(browser, job)
    results.push(...timings.map(timing => ({ name: size.name, backend, path, ...timing })))
    const spent = timings.reduce((sum, { ms }) => sum + ms, 0)
    if (spent > patience) tooSlow.add(`${backend} ${path}`)
    say(
      `${size.name} ${backend} ${path}: ${timings.map(({ phase, ms }) => `${phase} ${ms.toFixed(1)} ms`).join(', ')} (load ${loadavg()[0]?.toFixed(1)})`,
    )
  }
  return results
}

/** jax-js is a guest: where it does not run, the rest is still worth measuring. */
async function attempt(browser: Chromium, job: Job): Promise<Timing[]> {
  const run = () =>
    browser.onPage(page =>
      page.evaluate(given => globalThis.bench?.run(given) ?? Promise.reject(new Error('no bench')), job),
    )
  if (job.path !== 'jax-js') return run()
  return run().catch(error => {
    say(`jax-js did not run: ${error instanceof Error ? error.message : String(error)}`)
    return []
  })
}

async function versionOf(name: string): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'))
  return version
}

async function main(): Promise<void> {
  const chosen = oneOf('bench --only', sizes, size => size.name, options.only)
  const on = oneOf('bench --backend', backends, String, options.backend)
  const browser = await openChromium(await chromium())
  const { adapter: facts, threads, version } = browser
  const adapter = facts ? [facts.vendor, facts.architecture].filter(Boolean).join(' ') : 'none'
  const versions = {
    node: process.versions.node,
    chromium: version,
    dawn: `of Chromium ${version}`,
    tfjs: await versionOf('@tensorflow/tfjs-core'),
    'jax-js': await versionOf('@jax-js/jax'),
  }
  const present = on.filter(backend => backend !== 'webgpu' || facts !== undefined)
  const jobs = chosen.flatMap(size =>
    present.flatMap(backend => pathsFor(size, backend).map((path): Job => ({ size, backend, path }))),
  )
  const load = loadavg()[0]?.toFixed(1)
  const results = await measure(browser, jobs).finally(browser.close)
  const report: Report = { adapter, versions, results }
  if (options.json) {
    console.log(JSON.stringify(report))
    return
  }
  const driver = facts ? [facts.device, facts.description, facts.software && 'software'].filter(Boolean).join(', ') : ''
  console.log(`WebGPU adapter: ${adapter}${driver && ` (${driver})`}`)
  console.log(
    Object.entries(versions)
      .map(([name, number]) => `${name} ${number}`)
      .join(', '),
  )
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores; load at the start ${load}, at the end ${loadavg()[0]?.toFixed(1)}`,
  )
  console.log(
    `Threads: kernels and TensorFlow.js 1, jax-js wasm ${threads}. Medians after one warm-up; "runs" is of how many.`,
  )
  for (const size of chosen) console.log(table(size, results))
  console.log(`\n${goals(results).join('\n')}`)
}

await main()
process.exit()
