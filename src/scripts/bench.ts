/**
 * Speed, side by side in one run: `npm run bench [-- --json] [-- --only R1] [-- --backend wasm|webgpu|cpu]`, both
 * repeatable. Plain TensorFlow.js operations, the playground's kernels and jax-js do the same work in a headless Chromium.
 *
 * `--import` reads 100 MB of rollouts instead, as the page's worker does. `--figure <file.svg>` draws R1. `--json` prints {adapter, versions, results} and nothing else on stdout; progress goes to stderr.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { fail } from '../core/fail.ts'
import { type Backend, backends } from '../tensor/tf.ts'
import { type Chromium, openChromium } from './bench/browser.ts'
import type { Timing } from './bench/clock.ts'
import { figure } from './bench/figure.ts'
import { timeImport } from './bench/import.ts'
import type { BenchPath, Job } from './bench/page.ts'
import { goals, type Report, type Result, table } from './bench/results.ts'
import { growth, references, type Size, workOf } from './bench/sizes.ts'
import { chromium } from './chromium.mjs'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    backend: { type: 'string', multiple: true },
    figure: { type: 'string' },
    import: { type: 'boolean', default: false },
  },
})

const sizes = [...references, ...growth]

/** The things of these names, in their own order; all of them without names. */
function named<T>(where: string, known: readonly T[], nameOf: (item: T) => string, names?: readonly string[]): T[] {
  const stranger = names?.find(name => !known.some(item => nameOf(item) === name))
  if (stranger !== undefined) fail(where, known.map(nameOf).join(', '), `"${stranger}"`, 'Take one of these.')
  return known.filter(item => names?.includes(nameOf(item)) ?? true)
}

/** Work that would take longer than this per iteration, in milliseconds, is left out. */
const patience = 60_000

/** Every path for the reference sizes, the kernels alone for the growing ones. No kernels in plain JavaScript. */
function pathsFor(size: Size, backend: Backend): BenchPath[] {
  if (backend === 'cpu') return references.includes(size) ? ['plain'] : []
  return references.includes(size) ? ['fused', 'plain', 'jax-js'] : ['fused']
}

const say = (text: string) => process.stderr.write(`${text}\n`)

async function measure(browser: Chromium, jobs: readonly Job[]): Promise<Result[]> {
  const results: Result[] = []
  for (const job of jobs) {
    const { size, backend, path } = job
    const expected = predicted(results, job)
    if (expected > patience) {
      say(`${size.name} ${backend} ${path}: left out, about ${Math.round(expected / 1000)} s per iteration`)
      continue
    }
    const timings = await attempt(browser, job)
    results.push(...timings.map(timing => ({ name: size.name, backend, path, ...timing })))
    say(
      `${size.name} ${backend} ${path}: ${timings.map(({ phase, ms }) => `${phase} ${ms.toFixed(1)} ms`).join(', ')} (load ${loadavg()[0]?.toFixed(1)})`,
    )
  }
  return results
}

/** At least so many milliseconds, from the size measured before; 0 where there is none. */
function predicted(results: readonly Result[], { size, backend, path }: Job): number {
  const before = results.findLast(result => result.backend === backend && result.path === path)
  const smaller = sizes.find(({ name }) => name === before?.name)
  return before && smaller ? (before.ms * workOf(size)) / workOf(smaller) : 0
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
  const chosen = named('bench --only', sizes, size => size.name, options.only)
  const on = named('bench --backend', backends, String, options.backend)
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
  if (options.figure) await writeFile(options.figure, figure(results))
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

async function importing(): Promise<void> {
  const timing = await timeImport()
  if (options.json) return console.log(JSON.stringify(timing))
  const { megabytes, rollouts, first, all, peak } = timing
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
  console.log(
    `${megabytes.toFixed(0)} MB, ${rollouts} rollouts: first group after ${seconds(first)}, all after ${seconds(all)}`,
  )
  console.log(`At most ${peak.toFixed(0)} MiB; load at the end ${loadavg()[0]?.toFixed(1)}`)
}

await (options.import ? importing() : main())
process.exit()
