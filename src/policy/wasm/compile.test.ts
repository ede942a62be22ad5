import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compileKernels, generatedFile } from './compile.ts'

test('the committed kernels are what their sources compile to', { timeout: 120_000 }, async () => {
  expect(await readFile(generatedFile, 'utf8')).toBe(await compileKernels())
})
