import { groupMembers } from '../../../core/batch.ts'
import { estimates } from '../../../core/method.ts'
import { ownId } from '../../../core/recipe-own.ts'
import type { GroupProblem } from '../../../core/snapshot.ts'
import { isQuantity, quantities } from '../../../methods/bench.ts'
import { methods, titleOf } from '../../../methods/index.ts'
import { wordsOf } from '../../../methods/words.ts'
import { examples } from '../../../own/contract.ts'
import { count } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import { Picker } from '../../shell/Picker.tsx'
import type { Bench } from './BenchPanel.tsx'
import { storedProgram } from './useOwn.ts'
import '../../shell/setup.css'

interface HeadProps extends Pick<PanelProps, 'onSelect'> {
  readonly bench: Bench
  readonly problems: readonly GroupProblem[]
}

/** Which group is on the bench, and whether it is as it was drawn. */
export function Head({ bench, problems, onSelect }: HeadProps) {
  const { batch, place } = bench
  const groups = groupMembers(batch).length
  const go = (by: 1 | -1) => onSelect({ group: place.group + by, rollout: 0, token: 0 })
  return (
    <div className="bench-head">
      <h2 className="mono">{problems[place.group]?.text ?? `Group ${place.group + 1}`}</h2>
      <span className="bench-group">
        <Step name="Previous group" sign="‹" isOff={place.group === 0} onStep={() => go(-1)} />
        <span>
          group {place.group + 1} of {groups}
        </span>
        <Step name="Next group" sign="›" isOff={place.group >= groups - 1} onStep={() => go(1)} />
      </span>
      <Edited bench={bench} />
    </div>
  )
}

interface StepProps {
  readonly name: string
  readonly sign: string
  readonly isOff: boolean
  readonly onStep: () => void
}

export const Step = ({ name, sign, isOff, onStep }: StepProps) => (
  <button type="button" className="bench-step" aria-label={name} title={name} disabled={isOff} onClick={onStep}>
    {sign}
  </button>
)

function Edited({ bench: { editing } }: { readonly bench: Bench }) {
  const { history, isHeld, source, undo, redo, clear } = editing
  const edits = history.done.length
  if (edits === 0 && history.undone.length === 0) return <span className="bench-edited panel-note">as drawn</span>
  return (
    <span className="bench-edited" role="status">
      <span className="panel-note">
        {count(edits, 'edit')}
        {isHeld && `, on iteration ${source.iteration}: the run has gone on`}
      </span>
      <button type="button" className="button button-small" disabled={edits === 0} onClick={undo}>
        Undo
      </button>
      <button type="button" className="button button-small" disabled={history.undone.length === 0} onClick={redo}>
        Redo
      </button>
      <button type="button" className="button button-small" disabled={edits === 0} onClick={clear}>
        As drawn
      </button>
    </span>
  )
}

interface SegmentsProps {
  readonly label: string
  readonly options: readonly { readonly id: string; readonly title: string }[]
  readonly chosen: string
  readonly onChoose: (id: string) => void
}

/** One of a few, side by side. */
const Segments = ({ label, options, chosen, onChoose }: SegmentsProps) => (
  <fieldset className="bench-segments" aria-label={label}>
    {options.map(({ id, title }) => (
      <button key={id} type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
        {title}
      </button>
    ))}
  </fieldset>
)

const firstExample = examples[0]?.source ?? ''

const quantityOptions = Object.entries(quantities).map(([id, { title }]) => ({ id, title }))
const scopeOptions = [
  { id: 'group', title: 'This group' },
  { id: 'all', title: 'All groups' },
]

/** What is compared, and how. */
export function Controls({ bench, isNarrow }: { readonly bench: Bench; readonly isNarrow: boolean }) {
  const { look, setLook, rows } = bench
  const base = bench.matrix.rows.find(({ isBase }) => isBase)?.entry.title ?? titleOf(rows.base)
  const views = [
    { id: 'value', title: 'Value' },
    { id: 'difference', title: `Difference to ${base}` },
  ]
  return (
    <div className="bench-controls">
      <Segments
        label="What is compared"
        options={quantityOptions}
        chosen={look.quantity}
        onChoose={id => isQuantity(id) && setLook({ quantity: id })}
      />
      <Segments
        label="How it is shown"
        options={views}
        chosen={look.isDifference ? 'difference' : 'value'}
        onChoose={id => setLook({ isDifference: id === 'difference' })}
      />
      {!isNarrow && (
        <>
          <kbd className="bench-key">d</kbd>
          <Segments
            label="Columns"
            options={scopeOptions}
            chosen={look.scope}
            onChoose={id => setLook({ scope: id === 'all' ? 'all' : 'group' })}
          />
        </>
      )}
      <span className="bench-adds">
        <AddOwn bench={bench} />
        <AddMethod bench={bench} />
      </span>
    </div>
  )
}

/** The program that the run trains with, that was written last, or the first example. */
function AddOwn({ bench: { rows, setOwn, training } }: { readonly bench: Bench }) {
  if (rows.own && rows.rows.includes(ownId)) return null
  return (
    <button
      type="button"
      className="button"
      onClick={() =>
        setOwn(rows.own ?? { source: training.trained ?? storedProgram() ?? firstExample, isTrusted: true })
      }
    >
      + Your own
    </button>
  )
}

const picks = [...methods.values()].filter(estimates).map(({ id, title }) => {
  const { idea, paper } = wordsOf(id)
  return { id, title, note: idea, mark: `${paper.year}` }
})

function AddMethod({ bench: { rows, setRows } }: { readonly bench: Bench }) {
  return (
    <div className="bench-add">
      <Picker label="Add a method" value="+ Method" picks={picks} onPick={id => setRows([...rows.rows, id])} />
    </div>
  )
}
