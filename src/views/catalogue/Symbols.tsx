import { columns } from '../../core/batch.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { Tex } from '../kit/Tex.tsx'
import { Wide } from './Wide.tsx'

/** The symbols of the formula: what each is, and where its numbers come from. */
export function Symbols({ resolved }: { readonly resolved: ResolvedMethod }) {
  const symbols = Object.entries(resolved.method.symbols)
  if (symbols.length === 0) return null
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

function source({ specs }: ResolvedMethod, name: string): string {
  const spec = specs[name]
  if (spec) return `parameter “${spec.label}”`
  return name === 'reward' || columns.some(column => column === name) ? 'column' : 'reported as it is computed'
}
