import { memo, useMemo } from 'react'
import { mean, pick } from '../../../core/math.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { isMeasured, type Measured } from '../../../methods/bench.ts'
import { figure, reasons, relation, sumSentence } from '../../../methods/bench-why.ts'
import { formulaOf } from '../../../methods/words.ts'
import { leadingSlot } from '../../catalogue/slots.ts'
import { Signed } from '../../kit/Bar.tsx'
import { fixed, signed } from '../../kit/numbers.ts'
import { Tex } from '../../kit/Tex.tsx'
import { fill } from '../formula/fill.ts'
import { lookUpIn, termsIn } from '../formula/lookUp.ts'
import type { Bench } from './BenchPanel.tsx'

interface WhyProps {
  readonly bench: Bench
  readonly source: Snapshot
}

/** Why the rows differ at the selected response: each formula with its numbers, then what is different in words. */
export const Why = memo(function Why({ bench, source }: WhyProps) {
  const { outcomes, place, batch, rows } = bench
  const measured = outcomes.filter(isMeasured)
  const base = measured.find(({ entry }) => entry.key === rows.base)
  const rewards = pick(batch.reward, place.members).filter(value => !Number.isNaN(value))
  return (
    <section className="bench-why" aria-label="Why they differ">
      <h3 className="card-title">Why they differ</h3>
      <p>
        Response <b>{place.rollout + 1}</b>, reward {fixed(batch.reward[place.row]!)} in a group with mean{' '}
        {figure(mean(rewards))}.
      </p>
      <ul className="bench-formulas">
        {measured.map(one => (
          <Filled key={one.entry.key} measured={one} bench={bench} source={source} base={base} />
        ))}
      </ul>
      <Sums bench={bench} measured={measured} />
    </section>
  )
})

interface FilledProps extends WhyProps {
  readonly measured: Measured
  readonly base: Measured | undefined
}

/** One row's formula with the numbers of the selected response, what it comes to, and how it stands to the base. */
function Filled({ measured, bench, source, base }: FilledProps) {
  const { place } = bench
  const { entry, batch, explain } = measured
  const line = useMemo(() => {
    const { method } = entry.method
    const at = [{ ...source, batch, explain }, place, entry.method, entry.params, leadingSlot(method.id)] as const
    return fill(formulaOf(method), lookUpIn(...at), termsIn(...at)).lines[0]
  }, [entry, batch, explain, source, place])
  const value = batch.advantage[place.row]!
  const isBase = base === measured
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <li data-base={isBase || undefined} tabIndex={0}>
      <span className="bench-formula-head">
        <span>{entry.title}</span>
        <Signed value={value} text={signed(value)} />
      </span>
      {line !== undefined && <Tex tex={line} />}
      {base && !isBase && <Words base={base} other={measured} bench={bench} />}
    </li>
  )
}

function Words({ base, other, bench: { place } }: { base: Measured; other: Measured; bench: Bench }) {
  const over = ({ batch }: Measured) => pick(batch.advantage, place.members)
  const why = reasons(base, other, place.row)
  return (
    <p className="panel-note">
      {relation(over(base), over(other))}
      {why.length > 0 && ` ${why.slice(0, 3).join('. ')}.`}
    </p>
  )
}

/** Which rows push the group as a whole, and which only tell its responses apart. */
function Sums({ bench: { place }, measured }: { readonly bench: Bench; readonly measured: readonly Measured[] }) {
  const said = measured.flatMap(
    ({ entry, batch }) => sumSentence(entry.title, pick(batch.advantage, place.members)) ?? [],
  )
  if (measured.length === 0) return null
  return (
    <div className="bench-sums">
      {said.length === 0 ? (
        <p>
          <b>Every row sums to 0 over the group:</b> it tells responses apart and pushes none of them alone.
        </p>
      ) : (
        said.map(sentence => <p key={sentence}>{sentence}</p>)
      )}
    </div>
  )
}
