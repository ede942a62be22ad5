/** What the experiments of lessons were measured with: apart from their results, because only tests and the command ask. */
import type { Settings } from '../core/measured.ts'

const settings = import.meta.glob<Settings>('./measured/*.json', { eager: true, import: 'settings' })

/** Undefined before it was measured. */
export const lessonSettings = (study: string): Settings | undefined => settings[`./measured/${study}.json`]
