import { columns } from '../../core/batch.ts'
import { legendOf } from '../../core/notation.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { formulaOf } from '../../methods/words.ts'
import { Tex } from '../kit/Tex.tsx'
import { Wide } from './Wide.tsx'

/** The symbols of the formula: what each is, and where its numbers come from. */
export function Symbols({ resolved }: { readonly resolved: ResolvedMethod }) {
  const { tex, symbols: own } = formulaOf(resolved.method)
  const symbols = Object.entries(own)
  if (symbols.length === 0) return null
  return (
    <>
      <SymbolTable resolved={resolved} symbols={symbols} />
      <Legend letters={legendOf(tex, Object.keys(own))} />
      <Asides resolved={resolved} />
    </>
  )
}

type Symbol = readonly [tex: string, meaning: { readonly is: string; readonly text: string }]

function SymbolTable({
  resolved,
  symbols,
}: {
  readonly resolved: ResolvedMethod
  readonly symbols: readonly Symbol[]
}) {
  return (
    <Wide label="Symbols">
      <table className="sheet">
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">What it is</th>
            <th scope="col">Where it comes from</th>
          </tr>
        </thead>
        <tbody>
          {symbols.map(([tex, { is, text }]) => (
            <tr key={tex}>
              <td>
                <Tex tex={tex} />
              </td>
              <th scope="row">{text}</th>
              <td>
                {source(resolved, is)} <span className="mono method-id">{is}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

/** Letters that every formula uses alike. */
function Legend({ letters }: { readonly letters: readonly (readonly [letter: string, words: string])[] }) {
  if (letters.length === 0) return null
  return (
    <p className="panel-note">
      {letters.map(([letter, words], at) => (
        <span key={letter}>
          {at > 0 && '; '}
          <Tex tex={letter} />: {words}
        </span>
      ))}
      .
    </p>
  )
}

/** Parameters that act without standing in the formula. */
function Asides({ resolved: { specs } }: { readonly resolved: ResolvedMethod }) {
  const asides = Object.values(specs).filter(spec => spec.aside)
  if (asides.length === 0) return null
  const rules = new Set(asides.flatMap(({ rule }) => rule ?? []))
  const named = asides.filter(({ rule }) => rule === undefined).map(({ label }) => label)
  const all = rules.size > 0 ? [...named, `${rules.size} rules (below, among the parameters)`] : named
  return <p className="panel-note">Beside the formula: {all.join(', ')}.</p>
}

function source({ specs }: ResolvedMethod, name: string): string {
  const spec = specs[name]
  if (spec) return `parameter “${spec.label}”`
  return name === 'reward' || columns.some(column => column === name) ? 'column' : 'reported as it is computed'
}
