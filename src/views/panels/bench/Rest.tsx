import { useMemo } from 'react'
import { alike, isMeasured, isSame, type Outcome } from '../../../methods/bench.ts'
import { count } from '../../kit/numbers.ts'
import type { Bench } from './BenchPanel.tsx'

interface RestProps {
  readonly bench: Bench
  readonly every: readonly Outcome[]
}

/** All other methods on the same batch: who gives the base's numbers, who gives others, who cannot say. */
export function Rest({ bench, every }: RestProps) {
  const { matrix, outcomes, rows, batch } = bench
  const kinds = useMemo(() => {
    const numbers = (outcome: Outcome) => (isMeasured(outcome) ? outcome.batch.credit : [])
    const base = outcomes.find(({ entry }) => entry.key === rows.base)
    const others = every.filter(({ entry }) => !rows.rows.includes(entry.key))
    const able = others.filter(outcome => isMeasured(outcome) && outcome.batch.credit.length === batch.token.length)
    const same = able.filter(outcome => base && isMeasured(base) && isSame(numbers(outcome), base.batch.credit))
    const different = alike(
      able.filter(outcome => !same.includes(outcome)),
      numbers,
    )
    return { same, different, unable: others.filter(outcome => !isMeasured(outcome)) }
  }, [every, outcomes, rows, batch])
  const base = matrix.rows.find(({ isBase }) => isBase)?.entry.title ?? ''
  const add = (key: string) => bench.setRows([...rows.rows, key])
  if (every.length === 0) return <p className="panel-note">Looking what the other methods make of this batch.</p>
  return (
    <div className="bench-rest">
      <p className="panel-note">Colour grows with the square root of the number; an underline means negative.</p>
      <Fold summary={`${kinds.same.length} more give the same credit as ${base} here`}>
        <Names outcomes={kinds.same} onAdd={add} />
      </Fold>
      <Fold
        summary={`${count(kinds.different.length, 'other way', 'other ways')} to see this batch, from ${count(
          kinds.different.reduce((n, { others }) => n + 1 + others.length, 0),
          'method',
        )}`}
      >
        <ul className="bench-names">
          {kinds.different.map(({ first, others }) => (
            <li key={first.entry.key}>
              <Name outcome={first} onAdd={add} />
              {others.length > 0 && (
                <span className="panel-note"> the same: {others.map(({ entry }) => entry.title).join(', ')}</span>
              )}
            </li>
          ))}
        </ul>
      </Fold>
      <Fold summary={`${kinds.unable.length} read what this batch lacks`}>
        <ul className="bench-names">
          {kinds.unable.map(outcome => (
            <li key={outcome.entry.key}>
              {outcome.entry.title}
              <span className="panel-note"> {'because' in outcome && outcome.because}</span>
            </li>
          ))}
        </ul>
      </Fold>
    </div>
  )
}

const Fold = ({ summary, children }: { readonly summary: string; readonly children: React.ReactNode }) => (
  <details className="data">
    <summary>{summary}</summary>
    {children}
  </details>
)

const Names = ({
  outcomes,
  onAdd,
}: {
  readonly outcomes: readonly Outcome[]
  readonly onAdd: (key: string) => void
}) => (
  <p className="bench-names">
    {outcomes.map(outcome => (
      <Name key={outcome.entry.key} outcome={outcome} onAdd={onAdd} />
    ))}
  </p>
)

const Name = ({ outcome: { entry }, onAdd }: { readonly outcome: Outcome; readonly onAdd: (key: string) => void }) => (
  <button
    type="button"
    className="bench-add-name"
    title={`Put ${entry.title} on the bench`}
    onClick={() => onAdd(entry.key)}
  >
    {entry.title}
  </button>
)
