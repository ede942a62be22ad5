/** The house rules of src/README.md, read off the sources themselves. */
import { expect, it } from 'vitest'
import lock from '../package-lock.json'
import { methods } from './methods/index.ts'

const files = Object.entries(
  import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
).map(([path, text]) => ({ path: path.slice(2), text, folder: path.slice(2).includes('/') ? path.split('/')[1]! : '' }))
const sources = files.filter(({ path }) => !/\.test\.tsx?$|\.golden\.ts$|^methods\/golden\/|fixtures/.test(path))

/** Folder -> folders that it may import. `cli` and `scripts` are doors and may open anything. */
const below: Readonly<Record<string, readonly string[]>> = {
  core: [],
  tasks: ['core'],
  methods: ['core'],
  claims: ['core'],
  lessons: ['core'],
  logs: ['core'],
  audit: ['core', 'methods', 'logs'],
  protocol: ['core'],
  tensor: ['core'],
  policy: ['core', 'tensor'],
  figures: ['core', 'methods', 'tensor'],
  exports: ['core', 'methods'],
  own: ['core', 'methods', 'protocol'],
  engine: ['core', 'protocol', 'tasks', 'methods', 'own', 'logs', 'audit', 'tensor', 'policy'],
  store: ['core', 'protocol', 'methods', 'own', 'tasks'],
  views: ['core', 'protocol', 'methods', 'own', 'tasks', 'claims', 'lessons', 'store', 'figures', 'exports'],
}

/** Everything after `from`, and what is imported for its effect or on demand; `import type` is no dependency at run time. */
function imports(text: string): string[] {
  const code = text.replace(/^\s*(import|export) type [^;]*? from '[^']+'/gm, '')
  return [...code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1]!)
}
const folderOf = (from: string, to: string): string => new URL(to, `file:///${from}`).pathname.split('/')[1]!
const offenders = (isWrong: (file: (typeof files)[number]) => boolean): string[] =>
  sources.filter(isWrong).map(({ path }) => path)

it('lets arrows go down only', () => {
  const wrong = sources.flatMap(({ path, text, folder }) => {
    const allowed = below[folder]
    if (!allowed) return []
    const reached = imports(text)
      .filter(to => to.startsWith('.'))
      .map(to => folderOf(path, to))
    return reached.filter(to => to !== folder && !allowed.includes(to)).map(to => `${path} -> ${to}`)
  })
  expect(wrong).toEqual([])
})

it('imports nothing into core, and no method or task from another', () => {
  const leaves = (path: string) => (to: string) => !to.startsWith('.') || folderOf(path, to) !== 'core'
  expect(offenders(({ folder, path, text }) => folder === 'core' && imports(text).some(leaves(path)))).toEqual([])
  // What only one method computes lies beside it as `<id>.math.ts`; nobody else may reach for it.
  const own = (path: string) => `./${path.split('/').at(-1)?.split('.')[0]}.math.ts`
  const sideways = (path: string) => (to: string) => to.startsWith('.') && !/\/core\//.test(to) && to !== own(path)
  expect(
    offenders(({ path, text }) => /^methods\/[a-z]+\/[^/]+\.ts$/.test(path) && imports(text).some(sideways(path))),
  ).toEqual([])
})

it('keeps TensorFlow.js behind its door', () => {
  const isTensorFlow = (to: string) => to.startsWith('@tensorflow/')
  expect(offenders(({ path, text }) => !path.startsWith('tensor/') && imports(text).some(isTensorFlow))).toEqual([])
})

it('has one door each for chance, time, the network and the document', () => {
  const door = (word: RegExp, allowed: RegExp) =>
    offenders(({ path, text }) => !allowed.test(path) && word.test(withoutComments(text)))
  expect(door(/Math\.random/, /^$/)).toEqual([])
  expect(door(/Date\.now|new Date\(/, /^scripts\//)).toEqual([])
  expect(door(/\.download = /, /^views\/kit\/save-file\.ts$/)).toEqual([])
  expect(door(/\bfetch\(/, /^(engine\/opening\/load-base|scripts\/.*)\.ts$/)).toEqual([])
  expect(
    door(
      /(?<!self\.)\b(document|window|location|localStorage)\./,
      /^(views\/.*|main|store\/(client|address-bar|persist|preferences))\.tsx?$/,
    ),
  ).toEqual([])
})

it('names no method inside the engine or the views', () => {
  const named = new RegExp(`'(${[...methods.keys()].join('|')})'`)
  expect(offenders(({ folder, text }) => /^(engine|views)$/.test(folder) && named.test(withoutComments(text)))).toEqual(
    [],
  )
})

it('stays small enough to be read', () => {
  const lines = (text: string) =>
    withoutComments(text)
      .split('\n')
      .filter(line => line.trim() !== '').length
  expect(offenders(({ text }) => lines(text) > 300)).toEqual([])
  expect(offenders(({ path, text }) => /^methods\/[a-z]+\/[^/.]+\.ts$/.test(path) && lines(text) > 100)).toEqual([])
})

it('locks the packages of every platform', () => {
  // A registry that lacks one platform's binaries makes `npm install` leave them out; `npm ci` then fails everywhere.
  const packages: Record<string, object> = lock.packages
  const unlocked = Object.entries(packages).flatMap(([path, held]) =>
    Object.keys('optionalDependencies' in held ? Object(held.optionalDependencies) : {}).filter(
      name => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
    ),
  )
  expect(unlocked).toEqual([])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
