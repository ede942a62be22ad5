/** What README files and comments name exists, and the commands that they show run. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import packageJson from '../package.json'
import { main } from './cli/main.ts'

const documents = import.meta.glob<string>(['../README.md', './README.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
})
const sources = import.meta.glob<string>('./**/*.{ts,tsx,css}', { query: '?raw', import: 'default', eager: true })
const root = resolve(import.meta.dirname, '..')
const baseNames = new Set(Object.keys(sources).map(path => path.split('/').at(-1)))

/** A placeholder stands for any name: what lies before it must exist. */
const withoutPlaceholder = (path: string): string => path.replace(/[^/]*[<*{].*$/, '')

/** Relative to the project, to `src`, or to the file that names it; a bare name may lie anywhere. */
function exists(path: string, from: string): boolean {
  const whole = withoutPlaceholder(path)
  if (whole === '') return true
  if (!whole.includes('/') && baseNames.has(whole)) return true
  return [root, join(root, 'src'), dirname(from)].some(folder => existsSync(join(folder, whole)))
}

/** Paths in back quotes: with a slash and no blank, or with an ending of ours. */
const quotedPaths = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([\w@.-]*(?:\/[\w.<>*-]*)+|[\w.-]+\.(?:tsx?|mjs|css|svg))`/g)].map(
    match => match[1]!,
  )
/** Folders that a build makes, and names that are no path. */
const notPaths = new Set(['dist', '#/gallery'])

describe.each(Object.entries(documents))('%s', (name, text) => {
  const from = resolve(import.meta.dirname, name)

  it('links to files that exist', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(match => match[1]!)
    const local = links.filter(link => !/^https?:/.test(link))
    expect(local.filter(link => !existsSync(resolve(dirname(from), link)))).toEqual([])
  })

  it('names paths that exist', () => {
    const named = quotedPaths(text).filter(path => !notPaths.has(path) && !path.startsWith('@'))
    expect(named.filter(path => !exists(path, from))).toEqual([])
  })

  it('names scripts that exist', () => {
    const scripts = [...text.matchAll(/npm (?:run )?(?:--silent )?([a-z0-9:]+)/g)].map(match => match[1]!)
    const own = new Set([...Object.keys(packageJson.scripts), 'ci', 'install', 'run'])
    expect(scripts.filter(script => !own.has(script))).toEqual([])
  })
})

it('comments name files that exist', () => {
  const wrong = Object.entries(sources).flatMap(([name, text]) => {
    const comments = [...text.matchAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm)].map(([comment]) => comment)
    const paths = comments.flatMap(comment => [
      ...comment.matchAll(/(?<![\w/:.-])((?:[\w.@-]+\/)*[\w.-]+\.(?:tsx?|mjs))\b/g),
    ])
    const own = paths.map(match => match[1]!).filter(path => !path.startsWith('.') && !path.includes('.com/'))
    const from = resolve(import.meta.dirname, name)
    return own.filter(path => !exists(path, from)).map(path => `${name}: ${path}`)
  })
  expect(wrong).toEqual([])
})

describe('commands', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'documents-'))
  afterAll(() => rm(folder, { recursive: true }))
  const batch = join(folder, 'batch.jsonl')
  const line = { mask: [1, 1], oldLogp: [-1, -1], logp: [-1, -1], refLogp: [-1, -1], tokens: ['a', 'b'], correct: true }
  await writeFile(
    batch,
    `${JSON.stringify({ group: 1, reward: 1, ...line })}\n${JSON.stringify({ group: 1, reward: 0, ...line })}`,
  )

  /** Short, and in a folder of the test: one seed, one iteration, files that are there. */
  const tried = (words: readonly string[]): string[] => {
    const short = words.map((word, at) => {
      const option = words[at - 1]
      if (option === '--in' || option === 'audit' || option === 'import') return batch
      if (option === '--out') return join(folder, 'run.json')
      if (option === '--seeds' || option === '--iterations') return '1'
      if (option === '--repeats') return '20'
      const stands: Record<string, string> = { '<id>': 'grpo', '<study>': 'fork-tokens', '<lesson>': 'frozen' }
      return stands[word] ?? word
    })
    if (short[0] === 'claims') return [...short, '--list']
    return short[0] === 'train' && !short.includes('--iterations') ? [...short, '--iterations', '1'] : short
  }
  const text = Object.values(documents)
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
  const shown = [
    ...text.matchAll(/npm run --silent cli -- ([^`\n]+)/g),
    ...text.matchAll(/`((?:train|estimate|objective|claims|variance) --[^`]+)`/g),
  ]
  const commands = [...new Set(shown.map(match => match[1]!.trim().replace(/\s*#.*$/, '')))]

  it('are shown', () => expect(commands.length).toBeGreaterThan(8))

  it.each(commands)('%s', { timeout: 120_000 }, async command => {
    const err: string[] = []
    const code = await main(tried(command.split(/\s+/)), { out: () => {}, err: said => err.push(said) })
    expect([code, code === 0 ? '' : err.join('\n')]).toEqual([0, ''])
  })
})
