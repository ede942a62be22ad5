/**
 * A lesson is data: what is read, what is guessed, what is run, and by which claim it is judged. The page draws it, the
 * command `claims` runs its experiments, one test reads them all.
 *
 * Two rules keep it honest. No number that comes from training stands in prose: texts refer to claims, and the page fills
 * in what was measured. And the right answer of a prediction is computed from the run: options are intervals of a figure.
 */
import type { Claim, Experiment, RecipeRef, Statistic } from './claim.ts'
import type { Convention } from './conventions.ts'
import type { Formula } from './method.ts'
import type { ParamValues } from './params.ts'
import type { Phase } from './snapshot.ts'
import { defineStudy, type Study } from './study.ts'

export const chapters = ['Start here', 'Groups', 'The update', 'Diversity', 'Credit', 'Data and practice'] as const
export type Chapter = (typeof chapters)[number]

export interface Lesson {
  /** Kebab-case; the name of its file. */
  readonly id: string
  /** Lessons are read in ascending order; gaps leave room for others. */
  readonly order: number
  readonly chapter: Chapter
  readonly title: string
  /** One sentence that begins with "You can". */
  readonly goal: string
  readonly minutes: number
  /** Ids of lessons. */
  readonly needs: readonly string[]
  readonly next?: string
  readonly papers: readonly { readonly id: string; readonly title: string }[]
  readonly blocks: readonly Block[]
}

export type Block =
  | TextBlock
  | FormulaBlock
  | LiveBlock
  | EstimateBlock
  | PredictBlock
  | ExperimentBlock
  | ExplainBlock
  | ExerciseBlock
export type BlockKind = Block['kind']

/** Paragraphs, as `parseProse` (lesson-prose.ts) reads them. */
export interface TextBlock {
  readonly kind: 'text'
  readonly text: string
}

export interface FormulaBlock {
  readonly kind: 'formula'
  /** A method's own formula with its symbols, or one that is written here. */
  readonly of: { readonly method: string } | Formula
}

/** A picture of the playground on a real run. It is prepared, not played: the reader presses the buttons. */
export interface LiveBlock {
  readonly kind: 'live'
  readonly id: string
  readonly recipe: RecipeRef
  /** Id of a panel, or the curves. */
  readonly show: string
  /** Id of the signal that colours the tokens. */
  readonly signal?: string
  /** Ids of charts. */
  readonly charts?: readonly string[]
  /** Parameters that may be moved here; all others are fixed. */
  readonly controls: readonly string[]
  /** Where the run stands when the block is reached. */
  readonly at: { readonly iteration: number; readonly phase?: Phase }
  /** What to look at, in one or two sentences. */
  readonly caption: string
  /** Title, settings and link are withheld until the prediction about it has been made. */
  readonly secret?: true
}

/** Responses of one group, as an estimate reads them. */
export interface EstimateRow {
  readonly group: string
  readonly reward: number
  /** Tokens; 1 when left out. */
  readonly length?: number
}

/** Exact arithmetic on a few written rollouts: no training. */
export interface EstimateBlock {
  readonly kind: 'estimate'
  readonly id: string
  readonly rows: readonly EstimateRow[]
  readonly arms: readonly {
    readonly id: string
    readonly label: string
    readonly method: string
    readonly convention?: Convention
    readonly params?: ParamValues
  }[]
  readonly editable: readonly ('reward' | 'length')[]
  /** Checked by a test; shown with the numbers that they are about. */
  readonly claims: readonly EstimateClaim[]
  readonly caption: string
}

/** The advantage of a row (from 0) under an arm; over another arm's when `over` is given. */
export interface EstimateReading {
  readonly arm: string
  readonly row: number
  readonly over?: { readonly arm: string; readonly row: number }
}

export interface EstimateClaim {
  readonly id: string
  /** `{figure}` stands for the number. */
  readonly says: string
  readonly of: EstimateReading
  readonly low: number
  readonly high: number
}

/** What is asked of an experiment or of an estimate. */
export type Asked = Statistic | EstimateReading

export interface PredictBlock {
  readonly kind: 'predict'
  readonly id: string
  readonly ask: string
  /** Id of the experiment, estimate or live block below that decides. */
  readonly about: string
  readonly answer: Choice | Quantity | Curve | Cause
}

/** The figure is cut into as many intervals as there are options: upper ends, ascending, one fewer than options. */
export interface Choice {
  readonly kind: 'choice'
  readonly of: Asked
  readonly cuts: readonly number[]
  readonly options: readonly {
    readonly text: string
    /** Said to whoever chose it and was wrong. */
    readonly ifWrong: string
    /** Chosen by many, and wrong when this was written. */
    readonly tempting?: true
  }[]
}

export interface Quantity {
  readonly kind: 'quantity'
  readonly of: Asked
  readonly unit: string
  readonly range: readonly [number, number]
  /** How near counts as right. */
  readonly within: number
}

/** Drawn at these iterations; laid over what is measured, never graded. */
export interface Curve {
  readonly kind: 'curve'
  readonly arm: string
  readonly metric: string
  readonly at: readonly number[]
  readonly range: readonly [number, number]
}

/** Which of several causes a run has whose settings are hidden. */
export interface Cause {
  readonly kind: 'cause'
  readonly options: readonly string[]
  /** Index of the true one: it is the recipe's, not a measurement. */
  readonly right: number
  /** Which numbers gave it away. */
  readonly because: string
}

export interface ExperimentBlock extends Omit<Experiment, 'seeds'> {
  readonly kind: 'experiment'
  /** Those that bands were chosen on; '1' to '5' when left out. */
  readonly seeds?: readonly string[]
  /** Ids of charts, one or two. */
  readonly charts: readonly string[]
}

/** Not on the page before the experiment that it explains has ended. */
export interface ExplainBlock {
  readonly kind: 'explain'
  /** Id of an experiment, estimate or prediction. */
  readonly after: string
  readonly text: string
}

export interface ExerciseBlock {
  readonly kind: 'exercise'
  readonly id: string
  readonly ask: string
  readonly hint: string
  readonly check: NumberCheck | RunCheck
}

/** A number that is typed in. */
export interface NumberCheck {
  readonly kind: 'number'
  readonly low: number
  readonly high: number
  /** Shown once it is right, or given up. */
  readonly why: string
}

/** The reader's own recipe, run over seeds and judged. */
export interface RunCheck {
  readonly kind: 'run'
  /** "Open in the playground" starts here. */
  readonly start: RecipeRef
  readonly iterations: number
  readonly seeds: readonly string[]
  /** Parameters that may differ from the start. */
  readonly may: readonly string[]
  /** Its readings name the arm `yours`. */
  readonly claim: Claim
  /** A solution, which the test runs through the recipe's check. */
  readonly solution: ParamValues
}

export const defineLesson = (lesson: Lesson): Lesson => Object.freeze(lesson)

/** Seeds that claims of lessons are chosen on, and those that check them. */
const usualSeeds = ['1', '2', '3', '4', '5']
const heldBack = ['101', '102', '103', '104', '105']

export const seedsOf = ({ seeds = usualSeeds }: ExperimentBlock): readonly string[] => seeds

export const experimentsOf = ({ blocks }: Lesson): readonly ExperimentBlock[] =>
  blocks.filter(block => block.kind === 'experiment')

/** Name of an experiment of a lesson among all studies. */
export const studyIdOf = (lesson: string, experiment: string): string => `${lesson}.${experiment}`

/** An experiment of a lesson in the form that the command `claims` runs and stores. */
export const studyIn = (lesson: Lesson, block: ExperimentBlock): Study => {
  const { kind: _, charts: __, ...experiment } = block
  return defineStudy({
    ...experiment,
    id: studyIdOf(lesson.id, block.id),
    title: lesson.title,
    methods: [],
    about: lesson.goal,
    seeds: seedsOf(block),
    heldBack,
    columns: [],
  })
}

/** Which interval of a choice a figure falls into; undefined where there is no figure. */
export function optionAt({ cuts }: Choice, figure: number): number | undefined {
  if (Number.isNaN(figure)) return undefined
  return cuts.filter(cut => figure >= cut).length
}
