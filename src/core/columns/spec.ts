/** What a row of the table of columns says. */
import type { ParamSpecs } from '../params.ts'
import type { World } from '../world.ts'

/** What one value of a column belongs to; `next`: to a token and an entry of the vocabulary that could stand there. */
export type Extent = 'rollout' | 'turn' | 'token' | 'group' | 'next'

/**
 * What the numbers may be: `flag` 0 or 1, `logp` at most 0, `share` from 0 to 1, `amount` at least 0, `whole` a whole
 * number from 0, `signed` anything; `key`: equal numbers are equal things, which a file may call by texts.
 */
export type Kind = 'flag' | 'logp' | 'share' | 'amount' | 'whole' | 'key' | 'signed'

export const signalFamilies = [
  'What the method gives',
  'What the update does',
  'What the policy thinks',
  'Truth',
  'What judges say',
  'Inside the method',
] as const
export type SignalFamily = (typeof signalFamilies)[number]

/** How the credit map shows a column: its name in the list, and what to expect in one line. */
export interface ColumnSignal {
  readonly label: string
  readonly family: SignalFamily
  readonly note: string
  /** How it is computed; omitted: as `words` says. */
  readonly formula?: string
  /** Offered only where the batch has the column; the others stay listed, with what they lack. */
  readonly rare?: true
}

export interface ColumnSpec {
  readonly extent: Extent
  /** What it holds, for people: the end of a sentence that begins with "The method needs". */
  readonly words: string
  /**
   * Who writes it, hence when: `draw` sampling, scoring and judging, before the first slot; `slot` a slot of some
   * methods; `after` the end of the update; `log` nobody here, it comes with recorded rollouts.
   */
  readonly at: 'draw' | 'slot' | 'after' | 'log'
  readonly kind: Kind
  readonly unit?: 'nats' | 'tokens'
  /** NaN is a value and means what is said here; a file holds null there. Elsewhere a NaN is a fault. */
  readonly gaps?: string
  /** A file may hold null, for which the value of that column is taken: nothing is known that would differ from it. */
  readonly standIn?: string
  /** Known exactly here, or judged by a rule, where a paper has a model that learned it: a method that reads it says so. */
  readonly oracle?: true
  /** Why a run in this world cannot have it. */
  readonly lacks?: (world: World) => string | undefined
  /**
   * When `engine/columns/<name>.ts` computes it: `always`; `watched`, when the method reads it or somebody looks;
   * `needed`, only when the method reads it. Absent: it falls out of another phase.
   */
  readonly cost?: 'always' | 'watched' | 'needed'
  /** Settings of what computes it; they are parameters of every method that reads it. */
  readonly params?: ParamSpecs
  readonly signal?: ColumnSignal
}
