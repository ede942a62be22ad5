// Runs a TypeScript entry of this repository in Node: bundles it with Vite (which resolves the registries' globs) into
// one file under node_modules/.cache, and imports that. An entry has one bundle, which is made again when anything in
// src or among the packages has changed; its first line says what it was made of.
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, statSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '../..')
const [entry, ...args] = process.argv.slice(2)
const folder = resolve(root, 'node_modules/.cache/advantage-playground')
const file = resolve(folder, `${hash([root, entry])}.mjs`)

const made = `// ${sources()}`
if ((await firstLine(file)) !== made) await bundle()
process.argv = [process.argv[0], entry, ...args]
await import(pathToFileURL(file).href)

function hash(words) {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16)
}

/** Changes whenever a source or a package is added, removed or written. An entry elsewhere has sources unknown here. */
function sources() {
  const src = resolve(root, 'src')
  if (relative(src, resolve(root, entry)).startsWith('..')) return `${process.pid} ${performance.timeOrigin}`
  const files = readdirSync(src, { recursive: true }).map(name => resolve(src, name))
  const all = [...files, resolve(root, 'package.json'), resolve(root, 'node_modules/.package-lock.json')]
  return hash([
    process.version,
    ...all.map(path => {
      const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? {}
      return [relative(root, path), mtimeMs, size]
    }),
  ])
}

async function firstLine(path) {
  try {
    for await (const line of createInterface({ input: createReadStream(path) })) return line
  } catch {
    return undefined
  }
}

async function bundle() {
  const [{ build }, { methodWords }] = await Promise.all([import('vite'), import('./method-words.mjs')])
  const result = await build({
    root,
    logLevel: 'error',
    configFile: false,
    publicDir: false,
    plugins: [methodWords()],
    // The ES modules of TensorFlow.js name files without extensions, which Node does not resolve.
    ssr: { noExternal: [/^@tensorflow\//] },
    build: {
      ssr: entry,
      write: false,
      target: 'node20',
      minify: false,
      rollupOptions: { output: { codeSplitting: false } },
    },
  })
  await mkdir(folder, { recursive: true })
  // Written aside and renamed, so that two commands started together never read half a file.
  await writeFile(`${file}.${process.pid}`, `${made}\n${result.output[0].code}`)
  await rename(`${file}.${process.pid}`, file)
}
