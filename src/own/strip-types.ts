/** TypeScript without its types, line by line where it was: an error's line is the source's. */
import { transform } from 'sucrase'
import { bounded } from '../core/show.ts'
import type { Fault } from './sandbox.ts'

export function stripTypes(source: string, file: string): { readonly code: string } | { readonly fault: Fault } {
  try {
    const { code } = transform(source, {
      transforms: ['typescript', 'imports'],
      disableESTransforms: true,
      filePath: file,
    })
    return { code }
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    const [, line] = /\((\d+):\d+\)/.exec(told) ?? []
    const message = told.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, '')
    return { fault: { message: bounded(message, 300), line: line === undefined ? undefined : Number(line) } }
  }
}
