import { useEffect, useRef } from 'react'
import type { Panel } from '../panel.ts'
import { panelsAt } from '../panels.ts'
import { useLook } from './look.ts'
import { PanelSlot } from './PanelSlot.tsx'
import { usePage } from './page.ts'
import { Skeleton } from './Skeleton.tsx'

/** All panels of a place under each other, each under its title. */
export function Stacked({ place }: { readonly place: Panel['place'] }) {
  const hide = usePage(state => state.frame.hide)
  return panelsAt(place)
    .filter(({ hidable }) => !hidable || !hide.includes(hidable))
    .map(panel => <Part key={panel.id} panel={panel} />)
}

function Part({ panel }: { readonly panel: Panel }) {
  const { look, isStale } = useLook()
  const isAsked = usePage(state => state.tab === panel.id)
  const part = useRef<HTMLDivElement>(null)
  // A part that only some methods have does not announce itself before it is known.
  const isEmpty = panel.shows !== undefined && !(look && panel.shows(look.snapshot))
  useEffect(() => {
    if (isAsked) part.current?.scrollIntoView({ block: 'nearest' })
  }, [isAsked])
  if (isEmpty) return null
  return (
    <div className="explanation-part" ref={part} data-stale={isStale || undefined} aria-busy={isStale}>
      <h2 className="section-title">{panel.title}</h2>
      {look ? <PanelSlot panel={panel} look={look} /> : <Skeleton rows={5} />}
    </div>
  )
}
