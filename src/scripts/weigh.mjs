// Weighs what the page loads before anything is clicked: index.html, its scripts, what those import, and its styles.
// The worker, and every chunk behind a dynamic import, is left out: it is loaded when first used.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './install.mjs'

const limit = 250_000
const page = resolve(root, 'dist/index.html')
if (!existsSync(page)) {
  console.error('weigh: expected dist/index.html, got none. Run `npm run build` first.')
  process.exit(1)
}

const scripts = new Set()
const visit = file => {
  if (scripts.has(file)) return
  scripts.add(file)
  const code = readFileSync(file, 'utf8')
  for (const [, path] of code.matchAll(
    /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+\.js)["']/g,
  )) {
    visit(resolve(dirname(file), path))
  }
}
const html = readFileSync(page, 'utf8')
for (const [, path] of html.matchAll(/(?:src|href)="(\.[^"]+\.js)"/g)) visit(resolve(dirname(page), path))

let bytes = 0
for (const file of scripts) {
  const size = gzipSync(readFileSync(file)).length
  bytes += size
  console.log(`${String(size).padStart(8)}  ${file.slice(root.length + 6)}`)
}
const foreign = [...scripts].filter(file =>
  /tensorflow|registerBackend/.test(readFileSync(file, 'utf8').slice(0, 2_000_000)),
)
if (foreign.length > 0) {
  console.error(
    `weigh: expected no TensorFlow.js in the page's own scripts, got it in ${foreign.join(', ')}. Import only its types.`,
  )
  process.exit(1)
}
console.log(`${String(bytes).padStart(8)}  bytes gzipped in ${scripts.size} scripts; limit ${limit}`)
process.exit(bytes <= limit ? 0 : 1)
