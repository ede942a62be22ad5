/** What a class made of a lesson, as tables: a row per student, a column per question. Pure. */
import { figureWords } from '../../core/claim-words.ts'
import { type Block, type Lesson, optionAt, type PredictBlock } from '../../core/lesson.ts'
import { median } from '../../core/math.ts'
import type { Answers, Guess } from '../../store/lesson/answers.ts'
import type { Handed } from '../../store/lesson/class.ts'
import { isOfEstimate } from '../lessons/asked.ts'
import { estimated } from '../lessons/estimated.ts'

export interface Cell {
  readonly text: string
  /** Undefined where nothing is right or wrong. */
  readonly right?: boolean
}

/** A question of the lesson, or one of its figures. */
export interface Question {
  readonly id: string
  readonly title: string
  readonly of: (answers: Answers) => Cell | undefined
}

const letter = (at: number): string => String.fromCharCode(65 + at)

/** What decides a prediction: written rows, or what this student measured. */
function figureFor({ blocks }: Lesson, { id, about, answer }: PredictBlock, answers: Answers): number | undefined {
  if (!('of' in answer)) return undefined
  if (!isOfEstimate(answer.of)) return answers.measured[about]?.asked[id]
  const deciding = blocks.find(block => block.kind === 'estimate' && block.id === about)
  return deciding?.kind === 'estimate' ? estimated(deciding, answer.of) : undefined
}

/** Of this guess; undefined before it is decided, or where nothing is right. */
function isRight(lesson: Lesson, block: PredictBlock, guess: Guess, answers: Answers): boolean | undefined {
  const { answer } = block
  const figure = figureFor(lesson, block, answers)
  switch (answer.kind) {
    case 'cause':
      return guess.kind === 'option' && guess.option === answer.right
    case 'choice':
      return figure === undefined ? undefined : guess.kind === 'option' && guess.option === optionAt(answer, figure)
    case 'quantity':
      return figure === undefined
        ? undefined
        : guess.kind === 'number' && Math.abs(guess.value - figure) <= answer.within
    case 'curve':
      return undefined
  }
}

function guessWords(guess: Guess): string {
  switch (guess.kind) {
    case 'option':
      return letter(guess.option)
    case 'number':
      return figureWords(guess.value)
    case 'curve':
      return 'drawn'
    case 'skipped':
      return 'skipped'
  }
}

const cell = (text: string, right: boolean | undefined): Cell => (right === undefined ? { text } : { text, right })

function questionsOf(lesson: Lesson, block: Block): readonly Question[] {
  switch (block.kind) {
    case 'predict':
      return [
        {
          id: block.id,
          title: block.ask,
          of: answers => {
            const guess = answers.guesses[block.id]
            if (!guess) return undefined
            return cell(
              guessWords(guess),
              guess.kind === 'skipped' ? undefined : isRight(lesson, block, guess, answers),
            )
          },
        },
      ]
    case 'experiment':
      return block.claims.map(({ id, says }) => ({
        id: `${block.id}.${id}`,
        title: says.replace('{figure}', '…'),
        of: answers => {
          const measured = answers.measured[block.id]?.claims[id]
          return measured && { text: figureWords(measured.figure ?? Number.NaN), right: measured.verdict === 'holds' }
        },
      }))
    case 'exercise':
      return [
        {
          id: block.id,
          title: block.ask,
          of: answers => {
            const tried = answers.exercises[block.id]
            return tried && { text: tried.given.slice(0, 80), right: tried.right }
          },
        },
      ]
    default:
      return []
  }
}

/** In the lesson's order, the teacher's own at the end. */
export function questionsIn(lesson: Lesson, handed: readonly Handed[]): readonly Question[] {
  const written = [...new Set(handed.flatMap(({ answers }) => Object.keys(answers.written ?? {})))]
  return [
    ...lesson.blocks.flatMap(block => questionsOf(lesson, block)),
    ...written.map(question => ({
      id: `written: ${question}`,
      title: question,
      of: ({ written: texts }: Answers) => {
        const text = texts?.[question]
        return text ? { text } : undefined
      },
    })),
  ]
}

/** How the class guessed, against what came out. */
export interface Spread {
  readonly id: string
  readonly ask: string
  readonly options: readonly { readonly text: string; readonly count: number; readonly right: boolean }[]
  readonly guessed: number
  /** In words: the middle of what the class measured, or the cause. */
  readonly truth: string | undefined
}

const guessesOf = (handed: readonly Handed[], id: string): readonly Guess[] =>
  handed.flatMap(({ answers }) => answers.guesses[id] ?? []).filter(({ kind }) => kind !== 'skipped')

/** Of every prediction with options. */
export const spreadsOf = (lesson: Lesson, handed: readonly Handed[]): readonly Spread[] =>
  lesson.blocks.flatMap((block): Spread[] => {
    if (block.kind !== 'predict' || (block.answer.kind !== 'choice' && block.answer.kind !== 'cause')) return []
    const { id, ask, answer } = block
    const guesses = guessesOf(handed, id)
    const count = (at: number) => guesses.filter(guess => guess.kind === 'option' && guess.option === at).length
    const figures = handed.flatMap(({ answers }) => figureFor(lesson, block, answers) ?? [])
    const figure = figures.length > 0 ? median(figures) : Number.NaN
    const right = answer.kind === 'cause' ? answer.right : optionAt(answer, figure)
    const texts = answer.options.map(option => (typeof option === 'string' ? option : option.text))
    return [
      {
        id,
        ask,
        options: texts.map((text, at) => ({ text, count: count(at), right: at === right })),
        guessed: guesses.length,
        truth: answer.kind === 'cause' ? texts[answer.right] : right === undefined ? undefined : figureWords(figure),
      },
    ]
  })

/** What different machines and seeds measured: lowest, middle and highest of each claim's figure. */
export interface Agreement {
  readonly id: string
  readonly says: string
  readonly students: number
  readonly low: number
  readonly middle: number
  readonly high: number
  /** Students for whom it holds. */
  readonly holds: number
}

export const agreementsOf = (lesson: Lesson, handed: readonly Handed[]): readonly Agreement[] =>
  lesson.blocks.flatMap(block => {
    if (block.kind !== 'experiment') return []
    return block.claims.flatMap(({ id, says }): Agreement[] => {
      const all = handed.flatMap(({ answers }) => answers.measured[block.id]?.claims[id] ?? [])
      const figures = all.map(({ figure }) => figure ?? Number.POSITIVE_INFINITY)
      if (figures.length === 0) return []
      return [
        {
          id: `${block.id}.${id}`,
          says: says.replace('{figure}', '…'),
          students: figures.length,
          low: Math.min(...figures),
          middle: median(figures),
          high: Math.max(...figures),
          holds: all.filter(({ verdict }) => verdict === 'holds').length,
        },
      ]
    })
  })
