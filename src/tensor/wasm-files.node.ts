/** Where Node finds the WASM binaries of TensorFlow.js: the package's own folder. */
import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'

const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'))

export const wasmPaths = join(root, 'dist') + sep

// The Emscripten glue in the package reads CommonJS's `__dirname` when it sees Node; a bundled ES module has none.
Object.assign(globalThis, { __dirname: wasmPaths })
