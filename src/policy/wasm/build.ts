import { writeFile } from 'node:fs/promises'
import { compileKernels, generatedFile } from './compile.ts'

await writeFile(generatedFile, await compileKernels())
