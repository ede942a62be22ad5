import { slots } from '../../core/method.ts'
import { type Convention, type ParamSpec, type ParamValue, saidBy, titleOf } from '../../core/params.ts'
import { type ResolvedMethod, resolveMethod, yardstick } from '../../methods/index.ts'
import { explainedSpecs } from '../../methods/words.ts'
import { short } from '../kit/numbers.ts'
import { columnsOf, isOwnParam } from './param-columns.ts'
import { Wide } from './Wide.tsx'

const show = (value: ParamValue | undefined): string =>
  value === undefined ? '' : typeof value === 'number' ? short(value) : value

const range = (spec: ParamSpec): string =>
  spec.kind === 'choice'
    ? spec.options.join(', ')
    : `${show(spec.min)} to ${show(spec.max)}${spec.integer ? ', whole' : ''}${spec.scale === 'log' ? ', in factors' : ''}`

type Named = readonly [key: string, spec: ParamSpec]

/** The method's own parameters, then those that it shares with every method, folded away: here, and as others set them. */
export function Params({ resolved }: { readonly resolved: ResolvedMethod }) {
  const specs = explainedSpecs(resolved)
  const all: readonly Named[] = slots.flatMap(slot =>
    Object.entries(specs).filter(([key]) => resolved.slotOf[key] === slot),
  )
  const own = all.filter(([key]) => isOwnParam(resolved, key))
  const shared = all.filter(([key]) => !isOwnParam(resolved, key))
  return (
    <>
      {own.length > 0 ? (
        <Tables label="Own parameters" resolved={resolved} params={own} />
      ) : (
        <p className="prose">None of its own: it sets those that it borrows.</p>
      )}
      {shared.length > 0 && (
        <details className="params-shared">
          <summary>{shared.length} more that it borrows or shares with every method</summary>
          <Tables label="Shared parameters" resolved={resolved} params={shared} />
        </details>
      )}
    </>
  )
}

interface TableProps {
  readonly label: string
  readonly resolved: ResolvedMethod
  readonly params: readonly Named[]
}

/** Bounds of rules, of which there are many and few are used, are folded away below the others. */
function Tables({ label, resolved, params }: TableProps) {
  const bounds = params.filter(([, { rule }]) => rule !== undefined)
  const rules = new Set(bounds.map(([, { rule }]) => rule))
  return (
    <>
      <Table label={label} resolved={resolved} params={params.filter(([, { rule }]) => rule === undefined)} />
      {rules.size > 0 && (
        <details className="params-shared">
          <summary>
            {bounds.length} bounds of {rules.size} rules; the setup shows a rule once it is added
          </summary>
          <Table label={`${label}: rules`} resolved={resolved} params={bounds} />
        </details>
      )}
    </>
  )
}

function Table({ label, resolved, params }: TableProps) {
  const conventions = columnsOf(
    resolved.method,
    params.map(([, spec]) => spec),
  )
  return (
    <Wide label={label}>
      <table className="sheet params">
        <thead>
          <tr>
            {['Parameter', 'Here', ...conventions.map(titleOf), 'Range', 'Note'].map(head => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {params.map(([key, spec]) => (
            <Row key={key} name={key} spec={spec} slot={resolved.slotOf[key]} conventions={conventions} />
          ))}
        </tbody>
      </table>
    </Wide>
  )
}

interface RowProps {
  readonly name: string
  readonly spec: ParamSpec
  readonly slot: string | undefined
  readonly conventions: readonly Convention[]
}

function Row({ name, spec, slot, conventions }: RowProps) {
  const usual = resolveMethod(yardstick).specs[name]?.default
  const differs = usual !== undefined && usual !== spec.default
  const meanings = spec.kind === 'choice' ? Object.entries(spec.meaning ?? {}) : []
  return (
    <tr>
      <th scope="row">
        {spec.label}{' '}
        <span className="mono method-id">
          {name} · {slot}
        </span>
      </th>
      <td className="mono">
        {show(spec.default)}
        {differs && (
          <span className="params-usual">
            {resolveMethod(yardstick).method.title}: {show(usual)}
          </span>
        )}
      </td>
      {conventions.map(convention => (
        <td key={convention} className="mono">
          {show(saidBy(spec, convention))}
        </td>
      ))}
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
