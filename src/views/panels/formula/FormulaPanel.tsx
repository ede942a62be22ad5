import { useMemo, useState } from 'react'
import type { Formula } from '../../../core/method.ts'
import { methodFiles, methodOf, type ResolvedMethod } from '../../../methods/index.ts'
import { Signed } from '../../kit/Bar.tsx'
import { Help } from '../../kit/Help.tsx'
import { locate, type Place } from '../../kit/locate.ts'
import { fixed } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'
import { FormulaBlock } from './FormulaBlock.tsx'
import { tokenFacts, weightFacts } from './facts.ts'
import { fill } from './fill.ts'
import { lookUpIn } from './lookUp.ts'
import './formula.css'

/** Where the selected number comes from: formulas with their symbols, then with this token's own numbers. */
export function FormulaPanel(props: PanelProps) {
  const { snapshot, method, params, selection, task } = props
  const place = useMemo(() => locate(snapshot.batch, selection), [snapshot.batch, selection])
  const [active, setActive] = useState<string | undefined>(undefined)
  const blocks = useMemo(() => {
    if (!place) return []
    const lookUp = lookUpIn(snapshot, place, method, params)
    return formulasOf(method).map(({ title, formula }) => ({ title, filled: fill(formula, lookUp) }))
  }, [snapshot, place, method, params])
  if (!place) return <p className="panel-empty">Numbers appear with the first responses.</p>
  const { batch } = snapshot
  const text = place.at === undefined ? '∅' : visible(tokenText(task.vocabulary, batch.token[place.at]!))
  return (
    <section className="panel formula" aria-label="Where this number comes from">
      <p className="panel-note">
        Response {place.rollout + 1} of {place.members.length}, token {place.token + 1}{' '}
        <span className="mono formula-token">{text}</span>
      </p>
      {blocks.map(({ title, filled }) => (
        <FormulaBlock key={title} title={title} filled={filled} active={active} onActive={setActive} />
      ))}
      <Siblings {...props} place={place} active={active} />
      <Facts {...props} place={place} />
    </section>
  )
}

interface Titled {
  readonly title: string
  readonly formula: Formula
}

/** The method's own formula, then its objective's: the part's, or that of the method that invented the objective. */
function formulasOf({ method, objective }: ResolvedMethod): Titled[] {
  const own = { title: method.title, formula: { tex: method.formula, symbols: method.symbols } }
  const isOwn = objective.owner === method.id
  const invented = methodFiles.get(objective.owner)?.includes('/objective/') ?? false
  if (objective.part.formula) return [own, { title: 'Objective per token', formula: objective.part.formula }]
  if (isOwn || !invented) return [own]
  const inventor = methodOf(objective.owner)
  return [
    own,
    { title: `Objective per token, ${inventor.title}`, formula: { tex: inventor.formula, symbols: inventor.symbols } },
  ]
}

type PlacedProps = PanelProps & { readonly place: Place }

/** The rewards that the group's statistics are made of; choosing one looks at that sibling. */
function Siblings({ snapshot, place, onSelect, active }: PlacedProps & { readonly active: string | undefined }) {
  const { batch } = snapshot
  const isSource = active !== undefined && active !== 'reward' && snapshot.explain[active]?.extent === 'rollout'
  return (
    <div className="formula-siblings" data-active={isSource || undefined}>
      <span className="card-title">Rewards of the group</span>
      <span className="formula-rewards">
        {place.members.slice(0, 64).map((row, rollout) => (
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
        {place.members.length > 64 && <span className="panel-note">and {place.members.length - 64} more</span>}
      </span>
    </div>
  )
}

function Facts({ snapshot, place, method, params, level }: PlacedProps) {
  return (
    <>
      <dl className="facts">
        {tokenFacts(snapshot, place).map(({ id, label, value, sign, formula, note }) => (
          <div key={id} className="formula-fact">
            <dt>
              <Help name={label} value={value} {...(formula !== undefined && { formula })} note={note}>
                {label}
              </Help>
            </dt>
            <dd>
              {sign === undefined ? <span className="number">{value}</span> : <Signed value={sign} text={value} />}
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <h3 className="card-title">Weight of this token in the loss</h3>
        <dl className="facts">
          {weightFacts(snapshot, place, method, params, level).map(({ aggregation, fraction, value, used }) => (
            <div key={aggregation} className="formula-fact" data-used={used || undefined}>
              <dt className="mono">
                {aggregation}
                {used && <span className="formula-used"> in use</span>}
              </dt>
              <dd className="number">
                {fraction} <span className="formula-muted">{value}</span>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  )
}
