import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** The ES modules of TensorFlow.js, bundled once for the tests: Node would take a second, CommonJS copy of the core. */
const tensorflow = ['tfjs-core', 'tfjs-backend-cpu', 'tfjs-backend-wasm', 'tfjs-backend-webgpu'].map(name => ({
  find: new RegExp(`^@tensorflow/${name}$`),
  replacement: `@tensorflow/${name}/dist/index.js`,
}))
const bundled = [
  ...tensorflow.map(({ replacement }) => replacement),
  '@tensorflow/tfjs-core/dist/register_all_gradients.js',
]

export default defineConfig({
  // Relative, so that a teacher can put `dist` under any path.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 1200 },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    alias: tensorflow,
    deps: { optimizer: { ssr: { enabled: true, include: bundled } } },
  },
})
