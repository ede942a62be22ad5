/**
 * How long a large log takes: 10,000 rollouts of 512 tokens, some 100 MB of JSONL, written by a generator with a fixed
 * seed and read by what the page's worker runs.
 */
import { createWriteStream, openAsBlob } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stream } from '../../core/rng.ts'
import { exchangeSchema } from '../../logs/exchange-line.ts'
import { importLog } from '../../logs/importing.ts'

export interface ImportTiming {
  readonly megabytes: number
  readonly rollouts: number
  /** Milliseconds until the first group can be shown, and until all is told. */
  readonly first: number
  readonly all: number
  /** Most memory that the process held, in MiB. */
  readonly peak: number
}

const [rollouts, tokens, groupSize] = [10_000, 512, 8]

/** One rollout as a line; the same for the same number. */
function lineOf(k: number): string {
  const draw = stream(1, 0, k)
  const tokenIds = Array.from({ length: tokens }, () => Math.floor(draw() * 50_000))
  const oldLogp = tokenIds.map(() => -Math.round(draw() * 1e5) / 1e4)
  return JSON.stringify({
    ...{ schema: exchangeSchema, iteration: Math.floor(k / 512), group: `g${Math.floor(k / groupSize)}` },
    ...{ prompt: `What is ${k >> 3} + 1?`, response: 'because '.repeat(340), tokenIds, oldLogp },
    ...{ reward: draw() < 0.4 ? 1 : 0 },
  })
}

export async function writeLargeLog(path: string): Promise<void> {
  const out = createWriteStream(path)
  for (let k = 0; k < rollouts; k++)
    if (!out.write(`${lineOf(k)}\n`)) await new Promise(resolve => out.once('drain', resolve))
  await new Promise(resolve => out.end(resolve))
}

/** Most that was held, sampled while the work gives way. */
function watchMemory(): () => number {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss / 2 ** 20)
  }, 5)
  return () => {
    clearInterval(timer)
    return peak
  }
}

export async function timeImport(): Promise<ImportTiming> {
  const folder = await mkdtemp(join(tmpdir(), 'import-'))
  try {
    const path = join(folder, 'large.jsonl')
    await writeLargeLog(path)
    const watched = watchMemory()
    const start = performance.now()
    let first = Number.NaN
    let read = 0
    await importLog({ files: [{ name: 'large.jsonl', content: await openAsBlob(path) }] }, piece => {
      if (piece.type === 'first') first = performance.now() - start
      if (piece.type === 'rollouts') read += piece.rollouts.length
    })
    const all = performance.now() - start
    return { megabytes: (await stat(path)).size / 1e6, rollouts: read, first, all, peak: watched() }
  } finally {
    await rm(folder, { recursive: true })
  }
}
