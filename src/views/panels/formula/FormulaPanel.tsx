import { useMemo, useState } from 'react'
import type { Formula } from '../../../core/method.ts'
import type { Slot } from '../../../core/slots.ts'
import { rivalOf } from '../../../methods/bench.ts'
import { methodFiles, methodOf, type ResolvedMethod } from '../../../methods/index.ts'
import { formulaOf } from '../../../methods/words.ts'
import { usualBench } from '../../../store/bench-address.ts'
import { MethodName } from '../../catalogue/MethodLink.tsx'
import { leadingSlot } from '../../catalogue/slots.ts'
import { Exact } from '../../kit/Exact.tsx'
import { Help } from '../../kit/Help.tsx'
import { locate, type Spot } from '../../kit/locate.ts'
import { fixed } from '../../kit/numbers.ts'
import { Tex } from '../../kit/Tex.tsx'
import { tokenText, visible } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'
import { FormulaBlock } from './FormulaBlock.tsx'
import { type FilledSymbol, fill } from './fill.ts'
import { lookUpIn, termsIn } from './lookUp.ts'
import { valueText } from './readout.ts'
import { tokenFacts, weightFacts } from './token-facts.ts'
import './formula.css'

/** Where the selected number comes from: formulas with their symbols, then with this token's own numbers. */
export function FormulaPanel(props: PanelProps) {
  const { snapshot, method, params, selection, world } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  const [active, setActive] = useState<FilledSymbol | undefined>(undefined)
  const blocks = useMemo(() => {
    if (!place) return []
    return formulasOf(method).map(({ title, formula, slot }) => {
      const at = [snapshot, place, method, params, slot] as const
      return { title, filled: fill(formula, lookUpIn(...at), termsIn(...at)) }
    })
  }, [snapshot, place, method, params])
  if (!place) return <p className="panel-empty">Numbers appear with the first responses.</p>
  const { batch } = snapshot
  const text = place.at === undefined ? '∅' : visible(tokenText(world.vocabulary, batch.token[place.at]!))
  return (
    <section className="panel formula" aria-label="Where this number comes from">
      <p className="panel-note">
        Response {place.rollout + 1} of {place.members.length}, token {place.token + 1}{' '}
        <span className="mono formula-token">{text}</span>
      </p>
      {Object.keys(method.taken).length > 0 && (
        <p className="panel-note">
          <MethodName {...method} />
        </p>
      )}
      <Compare {...props} />
      {blocks.map(({ title, filled }) => (
        <FormulaBlock key={title} title={title} filled={filled} active={active?.is} onActive={setActive} />
      ))}
      <Readout symbol={active} />
      <Siblings {...props} place={place} active={active?.is} />
      <Facts {...props} place={place} />
    </section>
  )
}

/** The way to the bench, with the method that it is best told from. */
function Compare({ method, onCompare, bench = usualBench }: PanelProps) {
  if (!onCompare) return null
  const { id } = method.method
  const rival = rivalOf(id)
  return (
    <button type="button" className="link formula-compare" onClick={() => onCompare([id, rival, ...bench.rows], id)}>
      + compare with {methodOf(rival).title} on this group
    </button>
  )
}

interface Titled {
  readonly title: string
  readonly formula: Formula
  /** The slot that it is about: where several report a name, its own counts. */
  readonly slot: Slot | undefined
}

/** The method's own formula, then its objective's: the part's, or that of the method that invented the objective. */
function formulasOf({ method, objective }: ResolvedMethod): Titled[] {
  const slot = leadingSlot(method.id)
  const own = { title: method.title, formula: formulaOf(method), slot }
  if (!objective) return [own]
  const isOwn = objective.owner === method.id
  const invented = methodFiles.get(objective.owner)?.includes('/objective/') ?? false
  const perToken = { title: 'Objective per token', slot: 'objective' } as const
  if (objective.part.formula) return [own, { ...perToken, formula: objective.part.formula }]
  if (isOwn || !invented) return [own]
  const inventor = methodOf(objective.owner)
  return [
    own,
    {
      ...perToken,
      title: `${perToken.title}, ${inventor.title}`,
      formula: formulaOf(inventor),
    },
  ]
}

/** One line for whichever symbol is pointed at; a hint while none is. */
const Readout = ({ symbol }: { readonly symbol: FilledSymbol | undefined }) => (
  <p className="formula-readout">
    {symbol ? (
      <>
        <Tex tex={symbol.tex} /> <strong className="number">{valueText(symbol)}</strong> {symbol.text}
        {symbol.found && <span className="formula-muted"> · {symbol.found.from}</span>}
      </>
    ) : (
      <span className="formula-muted">Point at a symbol: what it is, and where its number comes from.</span>
    )}
  </p>
)

type SpotProps = PanelProps & { readonly place: Spot }

/** As many stand in two lines. */
const fewRewards = 16

/** The rewards that the group's statistics are made of; choosing one looks at that sibling. */
function Siblings({ snapshot, place, onSelect, active }: SpotProps & { readonly active: string | undefined }) {
  const { batch } = snapshot
  const [showsAll, setShowsAll] = useState(false)
  const { members, rollout: chosen } = place
  // The chosen one is always among them.
  const shown = showsAll || chosen >= fewRewards ? members : members.slice(0, fewRewards)
  const isSource = active !== undefined && active !== 'reward' && snapshot.explain[active]?.extent === 'rollout'
  return (
    <div className="formula-siblings" data-active={isSource || undefined}>
      <span className="card-title">Rewards of the group</span>
      <span className="formula-rewards">
        {shown.map((row, rollout) => (
          <button
            key={row}
            type="button"
            className="formula-reward number"
            aria-pressed={rollout === place.rollout}
            aria-label={`Response ${rollout + 1}, reward ${fixed(batch.reward[row]!)}`}
            onClick={() => onSelect({ rollout })}
          >
            {fixed(batch.reward[row]!)}
          </button>
        ))}
        {shown.length < members.length && (
          <button type="button" className="button button-small" onClick={() => setShowsAll(true)}>
            all {members.length}
          </button>
        )}
      </span>
    </div>
  )
}

function Facts({ snapshot, place, method, params, world }: SpotProps) {
  return (
    <>
      <dl className="facts">
        {tokenFacts(snapshot, place).map(({ id, label, value, exact, isSigned, formula, note }) => (
          <div key={id} className="fact">
            <dt>
              <Help name={label} value={value} {...(formula !== undefined && { formula })} note={note}>
                {label}
              </Help>
            </dt>
            <dd>
              <Exact value={exact} text={value} {...(isSigned && { isSigned })} />
            </dd>
          </div>
        ))}
      </dl>
      <Weights {...{ snapshot, place, method, params, world }} />
    </>
  )
}

type WeightsProps = Pick<SpotProps, 'snapshot' | 'place' | 'method' | 'params' | 'world'>

function Weights({ snapshot, place, method, params, world }: WeightsProps) {
  const weights = weightFacts(snapshot, place, method, params, world)
  const used = weights.find(weight => weight.used)
  return (
    <details className="formula-weights">
      <summary>
        weight in the loss{' '}
        <span className="number">{used ? `${used.fraction}, ${used.aggregation}` : 'set by the method'}</span>
      </summary>
      <dl className="facts">
        {weights.map(({ aggregation, fraction, value, used: isUsed }) => (
          <div key={aggregation} className="fact" data-used={isUsed || undefined}>
            <dt className="mono">
              {aggregation}
              {isUsed && <span className="formula-used"> in use</span>}
            </dt>
            <dd className="number">
              {fraction} <span className="formula-muted">{value}</span>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
