/** A panel is one picture with its needs. Found by glob: `panels/<id>/index.tsx` default-exports one. */
import type { ComponentType } from 'react'
import type { Column } from '../core/batch.ts'
import type { Metrics } from '../core/metrics.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { Level, Task } from '../core/task.ts'
import type { ResolvedMethod } from '../methods/index.ts'
import type { Branch } from '../protocol/events.ts'
import type { Selected, Selection } from '../store/state.ts'

/** Everything that a panel may look at. Pure props: no panel reaches into the store. */
export interface PanelProps {
  readonly snapshot: Snapshot
  readonly method: ResolvedMethod
  readonly params: Readonly<Record<string, number | string>>
  readonly task: Task
  readonly level: Level
  readonly selection: Selected
  readonly signal: string
  readonly onSelect: (change: Partial<Selection>) => void
  readonly onSignal: (signal: string) => void
  /** Continue from a prefix of the selected rollout. */
  readonly onBranch?: (prefix: readonly number[], times: number) => void
  /** The newest answer to `onBranch`; a panel ignores one that belongs to another problem. */
  readonly branch?: Branch | undefined
  /** Metrics of iteration i+1 at index i, for pictures that compare with the start. */
  readonly series?: readonly Metrics[]
  /** Ids of diagnosis cards that were put away. */
  readonly dismissed?: readonly string[]
  readonly onDismiss?: (card: string) => void
}

export interface Panel {
  readonly id: string
  readonly title: string
  readonly needs: readonly Column[]
  readonly Component: ComponentType<PanelProps>
}
