import { Fragment } from 'react'
import { slots } from '../../core/method.ts'
import type { ParamSpec, ParamValue } from '../../core/params.ts'
import { type ResolvedMethod, resolveMethod, yardstick } from '../../methods/index.ts'
import { short } from '../kit/numbers.ts'
import { Wide } from './Wide.tsx'

const show = (value: ParamValue | undefined): string =>
  value === undefined ? '' : typeof value === 'number' ? short(value) : value

const range = (spec: ParamSpec): string =>
  spec.kind === 'choice'
    ? spec.options.join(', ')
    : `${show(spec.min)} to ${show(spec.max)}${spec.integer ? ', whole' : ''}${spec.scale === 'log' ? ', in factors' : ''}`

/** Every parameter of every slot: what it is here, and what the paper and the frameworks set. */
export function Params({ resolved }: { readonly resolved: ResolvedMethod }) {
  const all = Object.entries(resolved.specs)
  return (
    <Wide label="Parameters">
      <table className="sheet params">
        <thead>
          <tr>
            {['Parameter', 'Here', 'Paper', 'TRL', 'verl', 'Range', 'Note'].map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slots.map(slot => {
            const own = all.filter(([key]) => resolved.slotOf[key] === slot)
            if (own.length === 0) return null
            return (
              <Fragment key={slot}>
                <tr className="params-slot">
                  <th scope="rowgroup" colSpan={7}>
                    {slot}
                  </th>
                </tr>
                {own.map(([key, spec]) => (
                  <Row key={key} name={key} spec={spec} />
                ))}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </Wide>
  )
}

function Row({ name, spec }: { readonly name: string; readonly spec: ParamSpec }) {
  const usual = resolveMethod(yardstick).specs[name]?.default
  const differs = usual !== undefined && usual !== spec.default
  const meanings = spec.kind === 'choice' ? Object.entries(spec.meaning ?? {}) : []
  return (
    <tr>
      <th scope="row">
        {spec.label} <span className="mono method-id">{name}</span>
      </th>
      <td className="mono">
        {show(spec.default)}
        {differs && (
          <span className="params-usual">
            {resolveMethod(yardstick).method.title}: {show(usual)}
          </span>
        )}
      </td>
      <td className="mono">{show(spec.paper)}</td>
      <td className="mono">{show(spec.trl)}</td>
      <td className="mono">{show(spec.verl)}</td>
      <td className="params-range">{range(spec)}</td>
      <td className="params-note">
        {spec.note}
        {meanings.length > 0 && (
          <details>
            <summary>What the options mean</summary>
            <ul>
              {meanings.map(([option, meaning]) => (
                <li key={option}>
                  <span className="mono">{option}</span>: {meaning}
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
    </tr>
  )
}
