import type { Plugin } from 'vite'
import type { MethodWords } from '../core/method.ts'

export const wordFields: readonly (keyof MethodWords)[]
export function methodWords(how?: { readonly isPage?: boolean }): Plugin
