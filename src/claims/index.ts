/** The studies: every file of this folder that holds one. Results lie in `measured/`, written by the command `claims`. */
import { lookUp } from '../core/fail.ts'
import type { MeasuredSet } from '../core/measured.ts'
import type { Study } from '../core/study.ts'

const files = import.meta.glob<Study>(['./*.ts', '!./index.ts', '!./*.test.ts', '!./readme.ts', '!./settings.ts'], {
  eager: true,
  import: 'default',
})
const sets = import.meta.glob<readonly MeasuredSet[]>('./measured/*.json', { eager: true, import: 'sets' })

/** By id, which is the file's name. */
export const studies: ReadonlyMap<string, Study> = new Map(
  Object.values(files)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(study => [study.id, study]),
)

export const studyFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(files).map(([path, study]) => [study.id, path]),
)

export const studyOf = (id: string): Study => lookUp('study', id, studies)

/** What its seeds came to, the chosen ones first; none before it was measured. */
export const setsOf = (id: string): readonly MeasuredSet[] => sets[`./measured/${id}.json`] ?? []

/** Studies that put the preset's statements to the test. */
export const studiesOfPreset = (preset: string): readonly Study[] =>
  [...studies.values()].filter(({ presets = [] }) => presets.includes(preset))

/** Studies that have a claim about the method. */
export const studiesAbout = (method: string): readonly Study[] =>
  [...studies.values()].filter(({ methods }) => methods.includes(method))
