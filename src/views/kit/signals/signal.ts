/** What can colour the tokens: what it needs, means and how it is computed. */
import type { Column, SignalFamily } from '../../../core/columns.ts'
import type { SignalSource } from '../signalValues.ts'

export interface Level {
  readonly value: number
  readonly label: string
}

export interface Signal {
  readonly id: string
  readonly label: string
  readonly family: SignalFamily
  readonly unit: '' | 'nats' | 'share'
  /** Signed signals diverge from `centre` in two hues; the others run from 0 in one. */
  readonly signed: boolean
  readonly centre: number
  readonly needs: readonly Column[]
  /** Offered only where the batch has what it needs; the others stay listed. */
  readonly rare?: true
  /** What its few values mean, where it has only a few: the legend then shows each. */
  readonly levels?: readonly Level[]
  /** It says how much each token is to blame or to praise, so that it can be compared with the exact advantage. */
  readonly isCredit?: true
  /** How it is computed, in the words of the glossary. */
  readonly formula: string
  /** What to expect, in one line. */
  readonly note: string
  /** [T]; NaN where the signal says nothing. */
  readonly values: (source: SignalSource) => Float32Array
}

type Draft = Omit<Signal, 'centre' | 'unit' | 'signed'> & Partial<Signal>
export const signal = (draft: Draft): Signal => ({ unit: '', signed: true, centre: 0, ...draft })

/** The signals of one family that no single column holds. */
export const signalsOf = (family: SignalFamily, drafts: readonly Omit<Draft, 'family'>[]): readonly Signal[] =>
  drafts.map(draft => signal({ family, ...draft }))
