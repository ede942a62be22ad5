/** Compiles assembly/ with AssemblyScript. Development only: the page and the command line carry the result. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import asc from 'assemblyscript/asc'

const folder = resolve('src/policy/wasm/assembly')

/** Relative to the root of the repository, where npm runs scripts and tests. */
export const generatedFile = 'src/policy/wasm/kernels.generated.ts'

/**
 * The text of kernels.generated.ts. SIMD is the 128-bit proposal that every current engine ships; no threads and no
 * relaxed operations, so the bits are the same everywhere.
 */
export async function compileKernels(): Promise<string> {
  let binary: Uint8Array | undefined
  const options = ['index.ts', '-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '-o', 'out']
  const { error, stderr } = await asc.main(options, {
    readFile: name => readFile(resolve(folder, name), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = typeof contents === 'string' ? undefined : contents
    },
    listFiles: () => [],
  })
  if (error || !binary) throw error ?? new Error(stderr.toString())
  const text = Buffer.from(binary).toString('base64')
  return `/** Made by \`npm run build:wasm\` from assembly/. */\nexport const kernels =\n  '${text}'\n`
}
