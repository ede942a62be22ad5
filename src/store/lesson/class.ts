/** Answers of a class, read from the files that students handed in. Foreign text: bounded, checked, only ever text. Pure. */
import { type Answers, answersSchema, isAnswers } from './answers.ts'

/** What one student handed in about one lesson. */
export interface Handed {
  /** As the student wrote it, else the file's name. */
  readonly name: string
  readonly lesson: string
  readonly answers: Answers
}
export interface Unread {
  readonly file: string
  /** Why it could not be read. */
  readonly fault: string
}

export const largestAnswers = 1_000_000
const longestName = 60

export const isHanded = (read: Handed | Unread): read is Handed => 'answers' in read

/** One file. What is missing or of another shape is said, never guessed. */
export function readHanded(file: string, text: string): Handed | Unread {
  const unread = (fault: string): Unread => ({ file, fault })
  if (text.length > largestAnswers) return unread('larger than any answers’ file: 1 MB at most')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return unread('not JSON: expected the file that “Save as a file” writes')
  }
  if (typeof value !== 'object' || value === null) return unread('no answers: expected an object')
  const given = new Map<string, unknown>(Object.entries(value))
  if (given.get('schema') !== answersSchema) return unread(`no answers: its schema is not ${answersSchema}`)
  const lesson = given.get('lesson')
  if (typeof lesson !== 'string') return unread('names no lesson')
  if (!isAnswers(value)) return unread('answers that cannot be read: was the file changed by hand?')
  const name = given.get('name')
  const own = typeof name === 'string' && name.trim() !== '' ? name.trim() : file.replace(/\.json$/, '')
  return { name: own.slice(0, longestName), lesson, answers: value }
}

/** The newest of each student and lesson, in the order in which they came. */
export function newestOfEach(handed: readonly Handed[]): readonly Handed[] {
  const known = new Map<string, Handed>()
  for (const one of handed) known.set(JSON.stringify([one.lesson, one.name]), one)
  return [...known.values()]
}
