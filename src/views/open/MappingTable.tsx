import { useState } from 'react'
import { guessMapping, isUsable, logRoleIds, logRoles, type Mapping } from '../../core/mapping.ts'
import type { RowShape } from '../../protocol/import.ts'

interface MappingTableProps {
  readonly shape: RowShape
  /** As it is read now. */
  readonly mapping: Mapping | undefined
  readonly onRead: (mapping: Mapping) => void
}

/** Which field of a log is what, with its first values beside it; remembered for rows of this shape. */
export function MappingTable({ shape: { fields, rows }, mapping: now, onRead }: MappingTableProps) {
  const [mapping, setMapping] = useState<Mapping>(() => now ?? guessMapping(fields))
  const ready = isUsable(mapping)
  return (
    <section className="card open-mapping" aria-label="Which field is what">
      <h3>Which field is what?</h3>
      <div className="open-roles">
        {logRoleIds.map(role => {
          const chosen = mapping[role]
          const at = chosen === undefined ? -1 : fields.indexOf(chosen)
          return (
            <label key={role} className="open-role">
              <b>{role}</b>
              <span className="panel-note">{logRoles[role].words}</span>
              <select
                className="select"
                value={chosen ?? ''}
                onChange={event => {
                  const { [role]: _, ...others } = mapping
                  const field = event.currentTarget.value
                  setMapping(field === '' ? others : { ...others, [role]: field })
                }}
              >
                <option value="">nothing</option>
                {fields.map(field => (
                  <option key={field}>{field}</option>
                ))}
              </select>
              <span className="number open-preview">{at < 0 ? '' : rows.map(row => row[at]).join('  ')}</span>
            </label>
          )
        })}
      </div>
      <div className="open-ways">
        <button type="button" className="button button-primary" disabled={!ready} onClick={() => onRead(mapping)}>
          Read it so
        </button>
        {!ready && (
          <span className="panel-note">A reward is needed, and a response, its tokens, a prompt or a group.</span>
        )}
      </div>
    </section>
  )
}
