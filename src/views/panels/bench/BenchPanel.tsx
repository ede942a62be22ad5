import { type KeyboardEvent, useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { Batch } from '../../../core/batch.ts'
import type { Recipe } from '../../../core/recipe.ts'
import { ownId } from '../../../core/recipe-own.ts'
import { type Entry, entryOf, type Outcome, type Own, type Quantity } from '../../../methods/bench.ts'
import { type BenchRows, benchOf, type OwnProgram, usualBench } from '../../../store/bench-address.ts'
import { locate, type Spot } from '../../kit/locate.ts'
import { NoResponses } from '../../kit/NoResponses.tsx'
import { useNarrow } from '../../kit/useMedia.ts'
import type { PanelProps } from '../../panel.ts'
import { Change } from './Change.tsx'
import { Controls, Head } from './Head.tsx'
import { MatrixGrid } from './MatrixGrid.tsx'
import { type Matrix, matrixOf, numbersOf, type Scope } from './matrix.ts'
import { OneResponse } from './OneResponse.tsx'
import { OwnPart } from './OwnPart.tsx'
import { Rest } from './Rest.tsx'
import { Take } from './Take.tsx'
import { type Editing, useEdits } from './useEdits.ts'
import { useEvery, useMeasured } from './useMeasured.ts'
import { type ProgramRun, useOwn } from './useOwn.ts'
import { useWeights } from './useWeights.ts'
import { Why } from './Why.tsx'
import './bench.css'

/** What is compared, and how; the person's choice while the panel is open. */
export interface Look {
  readonly quantity: Quantity
  readonly scope: Scope
  readonly isDifference: boolean
}

/** What the run and a program have to do with each other. */
export interface OwnTraining {
  /** The program that the run trains with; undefined where it has none. */
  readonly trained: string | undefined
  readonly train: ((program: string) => void) | undefined
  readonly goOnWith: ((program: string) => void) | undefined
  readonly recipe: Recipe | undefined
}

/** All that the parts of the bench read. */
export interface Bench {
  readonly look: Look
  readonly setLook: (change: Partial<Look>) => void
  readonly rows: BenchRows
  readonly setRows: (rows: readonly string[], base?: string) => void
  /** Writes the program; its row is put on the bench where it is not. */
  readonly setOwn: (program: OwnProgram) => void
  /** How the program fared. */
  readonly program: ProgramRun
  readonly training: OwnTraining
  readonly editing: Editing
  readonly batch: Batch
  readonly place: Spot
  readonly own: Own
  readonly outcomes: readonly Outcome[]
  readonly matrix: Matrix
}

/** One batch under many methods, side by side, and what would be different if the batch were. */
export function BenchPanel(props: PanelProps) {
  const editing = useEdits(props.snapshot)
  const place = useMemo(() => locate(editing.batch, props.selection), [editing.batch, props.selection])
  if (!place) return <NoResponses recipe={props.recipe} />
  return <Placed {...props} editing={editing} place={place} />
}

function useBench(props: PanelProps, editing: Editing, place: Spot): Bench {
  const { method, params, world } = props
  const [look, setLook] = useState<Look>({ quantity: 'advantage', scope: 'group', isDifference: false })
  const [unheld, setUnheld] = useState<BenchRows>(usualBench)
  const rows = props.bench ?? unheld
  const choose = props.onBench ?? setUnheld
  const own = useMemo((): Own => ({ method: method.method.id, params }), [method, params])
  const entries = useMemo(
    () => rows.rows.filter(key => key !== ownId).map((key): Entry => entryOf(key, own)),
    [rows.rows, own],
  )
  const { batch, source } = editing
  const measured = useMeasured(entries, batch, source.iteration)
  const isOnBench = rows.rows.includes(ownId)
  const program = useOwn(isOnBench ? rows.own : undefined, batch, source.iteration)
  const outcomes = useMemo(() => {
    const all = program.outcome ? [...measured, program.outcome] : measured
    return rows.rows.flatMap(key => all.find(({ entry }) => entry.key === key) ?? [])
  }, [rows.rows, measured, program.outcome])
  const weights = useWeights(outcomes, source.iteration, look.quantity === 'weight')
  const { quantity, scope } = look
  const matrix = useMemo(
    () =>
      matrixOf(outcomes, {
        batch,
        place,
        vocabulary: world.vocabulary,
        scope,
        quantity,
        base: rows.base,
        numbers: numbersOf(quantity, weights),
      }),
    [outcomes, batch, place, world.vocabulary, scope, quantity, rows.base, weights],
  )
  return {
    look,
    setLook: change => setLook(before => ({ ...before, ...change })),
    rows,
    setRows: (keys, base = rows.base) => choose({ ...benchOf(keys, base), ...(rows.own && { own: rows.own }) }),
    setOwn: next => choose({ ...benchOf([...rows.rows, ownId], rows.base), own: next }),
    program,
    training: { trained: props.recipe?.own, train: props.onTrain, goOnWith: props.onGoOnWith, recipe: props.recipe },
    editing,
    batch,
    place,
    own,
    outcomes,
    matrix,
  }
}

type PlacedProps = PanelProps & { readonly editing: Editing; readonly place: Spot }

function Placed({ editing, place, ...props }: PlacedProps) {
  const bench = useBench(props, editing, place)
  const every = useEvery(bench.batch, editing.source.iteration, bench.own)
  // While a reward is dragged the numbers come first, and their reasons when there is time.
  const calm = useDeferredValue(bench)
  const isNarrow = useNarrow()
  const { look, setLook } = bench
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const isTyping =
      event.target instanceof Element && event.target.closest('input:not([type=range]), select, textarea')
    if (event.key !== 'd' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
    event.preventDefault()
    setLook({ isDifference: !look.isDifference })
  }
  const onToken = useCallback((token: number) => props.onSelect({ token }), [props.onSelect])
  const picture = isNarrow ? (
    <OneResponse bench={bench} onSelect={props.onSelect} />
  ) : (
    <MatrixGrid bench={bench} onSelect={props.onSelect} />
  )
  return (
    <section className="panel bench" aria-label="Bench" onKeyDown={onKeyDown}>
      <Head bench={bench} problems={editing.source.problems} onSelect={props.onSelect} />
      <Controls bench={bench} isNarrow={isNarrow} />
      <div className="bench-body">
        <div className="bench-main">
          {picture}
          {bench.rows.own && bench.rows.rows.includes(ownId) && <OwnPart bench={bench} program={bench.rows.own} />}
          <Rest bench={bench} every={every} />
          <Change bench={bench} onToken={onToken} />
        </div>
        <div className="bench-side">
          <Why bench={calm} source={calm.editing.source} />
          <Take bench={bench} />
        </div>
      </div>
    </section>
  )
}
