/** A teacher's link to a lesson: `#/lessons/zero-signal?hide=answers,controls&seeds=11,12,13&name=on&ask=Why?`. Pure. */
import { seedsFrom } from '../compare/address.ts'

export const hidableInLessons = {
  answers: 'Explanations, feedback and the author’s figures',
  controls: 'Settings of live pictures, and the ways into the playground',
  next: 'What to read next',
} as const
export type HiddenInLesson = keyof typeof hidableInLessons

export interface LessonLink {
  readonly hide: readonly HiddenInLesson[]
  /** Instead of the lesson's own; undefined keeps those. */
  readonly seeds: readonly string[] | undefined
  /** Whether a field for a name goes into the answers' file. */
  readonly name: boolean
  /** The teacher's own questions, put after the lesson and answered in words. */
  readonly ask: readonly string[]
}

export const plainLink: LessonLink = { hide: [], seeds: undefined, name: false, ask: [] }

export const mostQuestions = 3
export const longestQuestion = 300

const isHidden = (word: string): word is HiddenInLesson => Object.hasOwn(hidableInLessons, word)

/** Unknown words are passed over. */
export function readLessonLink(query: string): LessonLink {
  const given = new URLSearchParams(query)
  const seeds = given.get('seeds')
  const read = seeds === null || seeds.trim() === '' ? undefined : seedsFrom(seeds).seeds
  return {
    hide: (given.get('hide') ?? '').split(',').filter(isHidden),
    seeds: read && read.length > 0 ? read : undefined,
    name: given.get('name') === 'on',
    ask: questionsIn(given.getAll('ask')),
  }
}

/** Those that say something, none twice. */
export const questionsIn = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts.map(text => text.trim().slice(0, longestQuestion)).filter(text => text !== ''))].slice(
    0,
    mostQuestions,
  )

export function writeLessonLink({ hide, seeds, name, ask }: LessonLink): string {
  const words = [
    ...(hide.length > 0 ? [`hide=${hide.join(',')}`] : []),
    ...(seeds ? [`seeds=${seeds.map(encodeURIComponent).join(',')}`] : []),
    ...(name ? ['name=on'] : []),
    ...ask.map(text => `ask=${encodeURIComponent(text)}`),
  ]
  return words.length > 0 ? `?${words.join('&')}` : ''
}
