import { Popover } from '@base-ui/react/popover'
import type { ReactNode } from 'react'
import { conventions, type ParamSpec, type ParamValue, saidBy, titleOf } from '../../core/params.ts'
import { written } from './scale.ts'

export interface RowProps {
  /** The parameter's key: what it is called in links and on the command line. */
  readonly name: string
  readonly spec: ParamSpec
  readonly inputId: string
  /** The preset's value, when this one differs. */
  readonly changedFrom: ParamValue | undefined
  readonly onReset: () => void
  readonly disabledBecause: string | undefined
  readonly children: ReactNode
}

const show = (value: ParamValue): string => (typeof value === 'number' ? written(value) : value)

/** Label, control, and for a changed one the way back. The label explains itself on hover, focus and click. */
export function ControlRow({ name, spec, inputId, changedFrom, onReset, disabledBecause, children }: RowProps) {
  const isChanged = changedFrom !== undefined
  return (
    <div
      className="control"
      data-changed={isChanged || undefined}
      data-disabled={disabledBecause !== undefined || undefined}
    >
      <span className="control-label">
        <label htmlFor={inputId} className="visually-hidden">
          {spec.label}
        </label>
        <Explained name={name} spec={spec} disabledBecause={disabledBecause} />
        {isChanged && (
          <button
            type="button"
            className="control-reset"
            aria-label={`Reset ${spec.label} to ${show(changedFrom)}`}
            title={`Back to ${show(changedFrom)}`}
            onClick={onReset}
          >
            ↺
          </button>
        )}
      </span>
      {children}
    </div>
  )
}

function Explained({ name, spec, disabledBecause }: Pick<RowProps, 'name' | 'spec' | 'disabledBecause'>) {
  return (
    <Popover.Root>
      <Popover.Trigger className="control-name" openOnHover delay={400}>
        {spec.label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner side="right" align="start" sideOffset={8} collisionPadding={8}>
          <Popover.Popup className="popover" initialFocus={false}>
            <Popover.Title className="popover-title">
              <span>{spec.label}</span>
              <span className="number">{name}</span>
            </Popover.Title>
            {disabledBecause && <p className="warning-text">{disabledBecause}</p>}
            {spec.note && <Popover.Description className="panel-note">{spec.note}</Popover.Description>}
            <Facts spec={spec} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Facts({ spec }: { readonly spec: ParamSpec }) {
  return (
    <dl className="facts">
      <div className="facts-pair">
        <dt>Default</dt>
        <dd className="number">{show(spec.default)}</dd>
      </div>
      {conventions.map(convention => {
        const value = saidBy(spec, convention)
        if (value === undefined) return null
        return (
          <div key={convention} className="facts-pair">
            <dt>{titleOf(convention)}</dt>
            <dd className="number">{show(value)}</dd>
          </div>
        )
      })}
      {spec.kind === 'number' ? (
        <div className="facts-pair">
          <dt>Range</dt>
          <dd className="number">
            {written(spec.min)} to {written(spec.max)}
          </dd>
        </div>
      ) : (
        spec.options.map(option => (
          <div key={option} className="facts-pair">
            <dt className="number">{option}</dt>
            <dd>{spec.meaning?.[option]}</dd>
          </div>
        ))
      )}
    </dl>
  )
}
