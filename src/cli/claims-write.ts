/** What `claims --write` stores. */
import { readFile, writeFile } from 'node:fs/promises'
import { setsOf, studies } from '../claims/index.ts'
import { readmeSection, withSection } from '../claims/readme.ts'
import { settingsWhenMeasured } from '../claims/settings.ts'
import { fail } from '../core/fail.ts'
import { type MeasuredSet, settingsOf } from '../core/measured.ts'
import type { Study } from '../core/study.ts'
import { recipesOf, writtenOut } from '../engine/experiment.ts'
import { lessonSettings } from '../lessons/settings.ts'

const written = new Map<string, readonly MeasuredSet[]>()

/** Replaces what is stored of a study, and the README's section. `keep`: nothing was run, so the settings stay. */
export async function writeMeasured(study: Study, sets: readonly MeasuredSet[], keep: boolean): Promise<void> {
  const now = () => settingsOf(study, recipesOf(study, study.seeds[0] ?? '').map(writtenOut))
  const isOfLesson = !studies.has(study.id)
  const known = isOfLesson ? lessonSettings(study.id) : settingsWhenMeasured(study.id)
  const settings = (keep ? known : undefined) ?? now()
  const folder = isOfLesson ? 'lessons' : 'claims'
  await replace(`src/${folder}/measured/${study.id}.json`, `${compact({ settings, sets })}\n`)
  if (isOfLesson) return
  written.set(study.id, sets)
  const old = await readFile('README.md', 'utf8').catch((error: Error) => refuse('README.md', error.message))
  const section = readmeSection(studies.values(), id => written.get(id) ?? setsOf(id))
  await replace('README.md', withSection(old, section) ?? refuse('README.md', 'a text without its two marks'))
}

const replace = (path: string, text: string): Promise<void> =>
  writeFile(path, text).catch((error: Error) => refuse(path, error.message))

const refuse = (path: string, got: string): never =>
  fail(path, 'a file that can be replaced', got, 'Run the command in the project’s own folder.')

/** JSON with lists of plain values on one line each. */
const compact = (value: unknown): string =>
  JSON.stringify(value, null, 1).replace(
    /\[\s+([^[\]{}]*?)\s+\]/g,
    (_, items: string) => `[${items.replace(/\s*\n\s*/g, ' ')}]`,
  )
