import { Combobox } from '@base-ui/react/combobox'
import { useMemo } from 'react'
import './picker.css'

export interface Pick {
  readonly id: string
  readonly title: string
  /** A few words below the title. */
  readonly note?: string
  /** Small print at the right: a year, a size. */
  readonly mark?: string
  /** Why it does nothing here. It stays to be chosen: what is shown then says where it works. */
  readonly warning?: string
}

interface PickerProps {
  readonly label: string
  readonly value: string
  readonly picks: readonly Pick[]
  readonly onPick: (id: string) => void
  readonly isChanged?: boolean
  /** An element id, so that a key or a link can bring the focus here. */
  readonly id?: string
  /** Stands in a sentence as an underlined word of this text, its label only spoken. */
  readonly word?: string
}

/** Lists longer than this can be searched. */
const manyPicks = 8

const matches = (pick: Pick, query: string): boolean => {
  const text = `${pick.id} ${pick.title} ${pick.note ?? ''} ${pick.mark ?? ''}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}

/** One choice out of a list whose entries explain themselves; long lists can be searched. */
export function Picker({ label, value, picks, onPick, isChanged = false, id, word }: PickerProps) {
  const chosen = useMemo(() => picks.find(pick => pick.id === value) ?? { id: value, title: value }, [picks, value])
  return (
    <div className={word === undefined ? 'control control-pick' : 'word-pick'} data-changed={isChanged || undefined}>
      <Combobox.Root
        items={picks}
        value={chosen}
        onValueChange={pick => pick && pick.id !== value && onPick(pick.id)}
        itemToStringLabel={pick => pick.title}
        isItemEqualToValue={(a, b) => a.id === b.id}
        filter={matches}
        autoHighlight
      >
        <Combobox.Label className={word === undefined ? 'control-label' : 'visually-hidden'}>{label}</Combobox.Label>
        <Combobox.Trigger className={word === undefined ? 'control-box picker' : 'word'} id={id}>
          {word ?? (
            <>
              <span className="picker-value">{chosen.title}</span>
              <Chevron />
            </>
          )}
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} align="start" collisionPadding={8}>
            <Combobox.Popup className="picker-popup" aria-label={label}>
              {picks.length > manyPicks && (
                <Combobox.Input className="picker-search" placeholder={`Search ${picks.length} entries`} />
              )}
              <Combobox.Empty className="picker-empty">Nothing matches.</Combobox.Empty>
              <Combobox.List className="picker-list">
                {(pick: Pick) => <Entry key={pick.id} pick={pick} />}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
    </div>
  )
}

function Entry({ pick }: { readonly pick: Pick }) {
  return (
    <Combobox.Item value={pick} className="picker-item" data-lacking={pick.warning !== undefined || undefined}>
      <span className="picker-title">
        {pick.title}
        {pick.mark && <span className="picker-mark number">{pick.mark}</span>}
      </span>
      {pick.note && <span className="picker-note">{pick.note}</span>}
      {pick.warning && <span className="picker-warning">{pick.warning}</span>}
    </Combobox.Item>
  )
}

export const Chevron = () => (
  <svg className="chevron" viewBox="0 0 10 6" width="10" height="6" aria-hidden="true">
    <path d="M1 1l4 4 4-4" fill="none" stroke="currentColor" strokeWidth="1.5" />
  </svg>
)
