/** Every check, found by its file's existence. */
import type { Check } from '../finding.ts'

const files = import.meta.glob<Check>(['./*.ts', '!./*.test.ts', '!./index.ts'], { eager: true, import: 'default' })

/** By id. */
export const checks: readonly Check[] = Object.values(files).sort((a, b) => (a.id < b.id ? -1 : 1))
