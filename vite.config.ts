import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { methodWords } from './src/scripts/method-words.mjs'

/** The ES modules of TensorFlow.js, bundled once for the tests: Node would take a second, CommonJS copy of the core. */
const tensorflow = ['tfjs-core', 'tfjs-backend-cpu', 'tfjs-backend-wasm', 'tfjs-backend-webgpu'].map(name => ({
  find: new RegExp(`^@tensorflow/${name}$`),
  replacement: `@tensorflow/${name}/dist/index.js`,
}))
const bundled = [
  ...tensorflow.map(({ replacement }) => replacement),
  '@tensorflow/tfjs-core/dist/register_all_gradients.js',
]

const tests = 'src/**/*.test.{ts,tsx}'
const opensBackends = 'src/{policy,tensor}/**/*.test.ts'

/** What the built page may do: everything from its own place, nothing written into it. WebAssembly is compiled, not evaluated. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  // A figure that is saved as PNG is first an SVG that the page itself has made.
  "img-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ')

/** Built pages carry their policy, whoever serves them; the development server needs inline code and is left alone. */
const withContentPolicy: Plugin = {
  name: 'content-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentPolicy },
      injectTo: 'head-prepend',
    },
  ],
}

export default defineConfig(({ command }) => ({
  // Relative, so that a teacher can put `dist` under any path.
  base: './',
  plugins: [react(), methodWords({ isPage: command === 'build' }), withContentPolicy],
  worker: { format: 'es', plugins: () => [methodWords()] },
  // No file becomes a data: address: the content policy allows none.
  build: { target: 'es2023', chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  test: {
    // For what never ends, not for what takes its time on a busy machine.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // By itself Vitest leaves one core idle, which is half of a machine that has two.
    maxWorkers: '100%',
    alias: tensorflow,
    deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
    projects: [
      // Loading all methods takes longer than most files' tests: files share what they load, and leave nothing behind.
      { extends: true, test: { name: 'shared', isolate: false, include: [tests], exclude: [opensBackends] } },
      // Which backends are open is state of TensorFlow.js: what tests their opening begins in a process of its own.
      { extends: true, test: { name: 'isolated', include: [opensBackends] } },
    ],
  },
}))
