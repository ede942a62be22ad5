// Runs a TypeScript entry of this repository in Node: bundles it with Vite (which resolves the registries' globs) into
// one file under node_modules/.cache, named after its content, and imports that.
import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const [entry, ...args] = process.argv.slice(2)

const result = await build({
  root,
  logLevel: 'error',
  configFile: false,
  publicDir: false,
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
const [chunk] = result.output
const folder = resolve(root, 'node_modules/.cache/advantage-playground')
const file = resolve(folder, `${createHash('sha256').update(chunk.code).digest('hex').slice(0, 16)}.mjs`)
await mkdir(folder, { recursive: true })
// Written aside and renamed, so that two commands started together never read half a file.
await writeFile(`${file}.${process.pid}`, chunk.code)
await rename(`${file}.${process.pid}`, file)

process.argv = [process.argv[0], entry, ...args]
await import(pathToFileURL(file).href)
