/** A panel is one picture with its needs. Found by glob: `panels/<id>/index.tsx` default-exports one. */
import type { ComponentType } from 'react'
import type { Column } from '../core/batch.ts'
import type { Snapshot } from '../core/run.ts'
import type { Level, Task } from '../core/task.ts'
import type { ResolvedMethod } from '../methods/index.ts'
import type { Selection } from '../store/state.ts'

/** Everything that a panel may look at. Pure props: no panel reaches into the store. */
export interface PanelProps {
  readonly snapshot: Snapshot
  readonly method: ResolvedMethod
  readonly params: Readonly<Record<string, number | string>>
  readonly task: Task
  readonly level: Level
  readonly selection: Selection
  readonly signal: string
  readonly onSelect: (change: Partial<Selection>) => void
  readonly onSignal: (signal: string) => void
  /** Continue from a prefix of the selected rollout. */
  readonly onBranch?: (prefix: readonly number[], times: number) => void
}

export interface Panel {
  readonly id: string
  readonly title: string
  readonly needs: readonly Column[]
  readonly Component: ComponentType<PanelProps>
}
