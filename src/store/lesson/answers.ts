/** What a reader has answered and measured in a lesson: kept by the browser, handed out as a file, never sent. Pure. */
import type { Verdict } from '../../core/claim.ts'
import { isNumber } from '../preferences.ts'

/** A guess about what an experiment will show. */
export type Guess =
  | { readonly kind: 'option'; readonly option: number }
  | { readonly kind: 'number'; readonly value: number }
  /** At the iterations of the curve's `at`. */
  | { readonly kind: 'curve'; readonly values: readonly number[] }
  | { readonly kind: 'skipped' }

export interface Measurement {
  readonly seeds: readonly string[]
  readonly claims: Readonly<Record<string, { readonly figure: number; readonly verdict: Verdict }>>
  /** What predictions asked for, by their ids. */
  readonly asked: Readonly<Record<string, number>>
}

export interface Answers {
  /** By id of the prediction. Made before anything was run, and final. */
  readonly guesses: Readonly<Record<string, Guess>>
  /** By id of the experiment. */
  readonly measured: Readonly<Record<string, Measurement>>
  /** By id of the exercise: whether the newest try was right. */
  readonly exercises: Readonly<Record<string, { readonly given: string; readonly right: boolean }>>
  /** What was written to the questions of a teacher's link, by question; records of earlier versions have none. */
  readonly written?: Readonly<Record<string, string>>
}

export const noAnswers: Answers = { guesses: {}, measured: {}, exercises: {} }

/** What an answers' file says it is. */
export const answersSchema = 'advantage-playground/answers@1'

/** Letters of a written answer. */
export const longestWritten = 2_000

export type AnswerAction =
  | { readonly type: 'guessed'; readonly id: string; readonly guess: Guess }
  | { readonly type: 'measured'; readonly id: string; readonly measurement: Measurement }
  | { readonly type: 'tried'; readonly id: string; readonly given: string; readonly right: boolean }
  | { readonly type: 'wrote'; readonly question: string; readonly text: string }
  | { readonly type: 'forgotten' }

export function answer(answers: Answers, action: AnswerAction): Answers {
  switch (action.type) {
    case 'guessed':
      // A guess is made once: what is known afterwards must not change it.
      if (answers.guesses[action.id]) return answers
      return { ...answers, guesses: { ...answers.guesses, [action.id]: action.guess } }
    case 'measured':
      return { ...answers, measured: { ...answers.measured, [action.id]: action.measurement } }
    case 'tried':
      return {
        ...answers,
        exercises: { ...answers.exercises, [action.id]: { given: action.given, right: action.right } },
      }
    case 'wrote':
      return { ...answers, written: { ...answers.written, [action.question]: action.text.slice(0, longestWritten) } }
    case 'forgotten':
      return noAnswers
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isGuess = (value: unknown): value is Guess => {
  if (!isRecord(value)) return false
  switch (value.kind) {
    case 'option':
      return isNumber(value.option)
    case 'number':
      return isNumber(value.value)
    case 'curve':
      return Array.isArray(value.values) && value.values.every(isNumber)
    default:
      return value.kind === 'skipped'
  }
}

const verdicts: ReadonlySet<unknown> = new Set<Verdict>(['holds', 'direction', 'fails', 'open'])
/** JSON has no infinity: what never came is null. */
const isClaim = (value: unknown): boolean => isRecord(value) && 'figure' in value && verdicts.has(value.verdict)

const isMeasurement = (value: unknown): value is Measurement =>
  isRecord(value) &&
  Array.isArray(value.seeds) &&
  value.seeds.every(seed => typeof seed === 'string') &&
  isRecord(value.claims) &&
  Object.values(value.claims).every(isClaim) &&
  isRecord(value.asked)

const isTry = (value: unknown): boolean =>
  isRecord(value) && typeof value.given === 'string' && typeof value.right === 'boolean'

const everyOf = (value: unknown, isLegal: (one: unknown) => boolean): boolean =>
  isRecord(value) && Object.values(value).every(isLegal)

/** Whether what the browser kept can be read. */
export const isAnswers = (value: unknown): value is Answers =>
  isRecord(value) &&
  everyOf(value.guesses, isGuess) &&
  everyOf(value.measured, isMeasurement) &&
  everyOf(value.exercises, isTry) &&
  (value.written === undefined || everyOf(value.written, text => typeof text === 'string'))
