/** A panel is one picture and where it stands. Found by glob (panels.ts): `panels/<id>/index.tsx` default-exports one. */
import type { ComponentType } from 'react'
import type { Metrics } from '../core/metrics.ts'
import type { Motion } from '../core/motion.ts'
import type { ParamValue } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import type { Snapshot } from '../core/snapshot.ts'
import type { Level, Task } from '../core/task.ts'
import type { ResolvedMethod } from '../methods/index.ts'
import type { Branch } from '../protocol/events.ts'
import type { BenchRows } from '../store/bench-address.ts'
import type { HidablePart } from '../store/frame.ts'
import type { Selected, Selection } from '../store/state.ts'

/** What the tokens mean. A log has a vocabulary alone; only a run has a task, which draws pictures. */
export interface PanelWorld {
  readonly vocabulary: readonly string[]
  readonly task?: Task
  readonly level?: Level
}

/** Everything that a panel may look at. Pure props: no panel reaches into the store. */
export interface PanelProps {
  readonly snapshot: Snapshot
  readonly method: ResolvedMethod
  readonly params: Readonly<Record<string, number | string>>
  /** What the run is of; absent for recorded rollouts. */
  readonly recipe?: Recipe
  readonly world: PanelWorld
  readonly selection: Selected
  readonly signal: string
  readonly onSelect: (change: Partial<Selection>) => void
  readonly onSignal: (signal: string) => void
  /** Continue from a prefix of the selected rollout. */
  readonly onBranch?: (prefix: readonly number[], times: number) => void
  /** The newest answer to `onBranch`; a panel ignores one that belongs to another problem. */
  readonly branch?: Branch | undefined
  /** The update of this iteration in slow motion, with the account of a group, is computed and comes as `motion`. */
  readonly onMotion?: (group: number) => void
  /** Changes a setting of the run, as the setup does; absent where nothing runs. */
  readonly onParam?: (key: string, value: ParamValue) => void
  /** The newest answer to `onMotion`; a panel ignores one of another iteration. */
  readonly motion?: Motion | undefined
  /** Metrics of iteration i+1 at index i, for pictures that compare with the start. */
  readonly series?: readonly Metrics[]
  /** Ids of diagnosis cards that were put away. */
  readonly dismissed?: readonly string[]
  readonly onDismiss?: (card: string) => void
  /** Twice the iterations. Absent where there is nothing to go on with. */
  readonly onGoOn?: () => void
  /** The next level of the task; absent at the last. */
  readonly onHarder?: () => void
  /** Rows of the bench, and how to choose others. */
  readonly bench?: BenchRows
  readonly onBench?: (bench: BenchRows) => void
  /** Trains the run's setup with this program in place of its method. Absent where nothing runs. */
  readonly onTrain?: (program: string) => void
  /** Goes on with this program where the run stands; absent where the run has no program, or nothing to go on from. */
  readonly onGoOnWith?: (program: string) => void
  /** Opens the bench with these rows, compared with `base`. */
  readonly onCompare?: (rows: readonly string[], base: string) => void
}

export interface Panel {
  /** Name of its folder, and its word in the address. */
  readonly id: string
  /** As tabs and headings say it. */
  readonly title: string
  /** A tab of the work, a part of the explanation, or below the curves. */
  readonly place: 'work' | 'explain' | 'bottom'
  /** Among those of the same place; no two are equal. */
  readonly order: number
  /** A link that hides this part leaves it out. */
  readonly hidable?: HidablePart
  /** Whether there is anything to draw of a batch; absent: always. */
  readonly shows?: (snapshot: Snapshot) => boolean
  /** Called when the panel is first shown. A picture that brings much code keeps it in a file of its own. */
  readonly load: () => Promise<ComponentType<PanelProps>>
}
