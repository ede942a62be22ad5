import { useLook } from './look.ts'
import { PanelSlot } from './PanelSlot.tsx'
import { panelIds } from './panels.ts'
import { Skeleton } from './Skeleton.tsx'

/** Stacked in this order. */
const explaining = ['formula', 'diagnosis'] as const
const titles: Readonly<Record<(typeof explaining)[number], string>> = {
  formula: 'Where this number comes from',
  diagnosis: 'What to notice',
}

/** The right-hand column: the formula with the selected token's numbers in it, and what stands out. */
export function Explanation() {
  const { look, isStale } = useLook()
  return (
    <div className="explanation" data-stale={isStale || undefined} aria-busy={isStale}>
      {explaining
        .filter(id => panelIds.includes(id))
        .map(id => (
          <div key={id} className="explanation-part">
            <h2 className="section-title">{titles[id]}</h2>
            {look ? <PanelSlot id={id} look={look} /> : <Skeleton rows={5} />}
          </div>
        ))}
    </div>
  )
}
