/** The trainers that a method can be taken to. */
import { toTrl } from './trl.ts'
import { toVerl } from './verl.ts'
import type { Exported, Wish } from './wish.ts'

export interface Trainer {
  /** With the version that its files are written for. */
  readonly title: string
  /** What installs it. */
  readonly install: string
  readonly write: (wish: Wish) => Exported
}

export const trainers = {
  trl: { title: 'TRL 1.16', install: 'pip install trl==1.16.0', write: toTrl },
  verl: { title: 'verl 0.9', install: 'pip install verl==0.9.1', write: toVerl },
} as const satisfies Readonly<Record<string, Trainer>>

export type TrainerId = keyof typeof trainers
