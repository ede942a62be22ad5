import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Relative, so that a teacher can put `dist` under any path.
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: { target: 'es2023', chunkSizeWarningLimit: 1200 },
  test: { include: ['src/**/*.test.{ts,tsx}'], testTimeout: 30_000, server: { deps: { inline: [/@tensorflow/] } } },
})
