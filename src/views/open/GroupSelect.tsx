import { useState } from 'react'
import type { ImportRequest } from '../../protocol/import.ts'

type Groups = ImportRequest['groups']

interface GroupSelectProps {
  readonly groups: Groups
  readonly onGroups: (groups: Groups) => void
}

/** Where nobody knows better, groups are as recorded, else by prompts. */
export function GroupSelect({ groups, onGroups }: GroupSelectProps) {
  const [size, setSize] = useState(groups?.by === 'position' ? groups.size : 8)
  const choose = (by: string) => {
    if (by === 'prompt') onGroups({ by })
    else onGroups(by === 'position' ? { by, size } : undefined)
  }
  return (
    <>
      <label className="field">
        Group by
        <select className="select" value={groups?.by ?? 'found'} onChange={event => choose(event.currentTarget.value)}>
          <option value="found">what the log tells</option>
          <option value="prompt">equal prompts</option>
          <option value="position">every so many neighbours</option>
        </select>
      </label>
      {groups?.by === 'position' && (
        <label className="field">
          Responses per group
          <input
            className="select open-size"
            type="number"
            min={1}
            value={size}
            onChange={event => setSize(Math.max(1, Math.round(event.currentTarget.valueAsNumber || 1)))}
            onBlur={() => size !== groups.size && onGroups({ by: 'position', size })}
          />
        </label>
      )}
    </>
  )
}
