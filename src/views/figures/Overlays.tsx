import { useMemo, useState } from 'react'
import type { FigureKind } from '../../figures/index.ts'
import { methods, resolveMethod, titleOf } from '../../methods/index.ts'

interface OverlaysProps {
  readonly kind: FigureKind
  readonly own: string
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
}

/** Curves beyond this many cannot be told apart. */
const most = 3

/** Which other methods are laid over a picture. */
export function Overlays({ kind, own, chosen, onChoose }: OverlaysProps) {
  // A list per picture of all methods is much to draw; it is made when a hand or the focus comes near.
  const [isNear, setNear] = useState(false)
  const offered = useMemo(() => (isNear ? offeredBeside(kind, own) : []), [isNear, kind, own])
  return (
    <div className="figure-others">
      {chosen.map(id => (
        <button
          key={id}
          type="button"
          className="button button-small"
          aria-label={`Take ${titleOf(id)} away`}
          onClick={() => onChoose(chosen.filter(other => other !== id))}
        >
          {titleOf(id)} ×
        </button>
      ))}
      {chosen.length < most && (
        <select
          className="select"
          aria-label={`${kind.title}: compare with`}
          value=""
          onPointerEnter={() => setNear(true)}
          onFocus={() => setNear(true)}
          onChange={event => onChoose([...chosen, event.target.value])}
        >
          <option value="">Compare with …</option>
          {offered
            .filter(id => !chosen.includes(id))
            .map(id => (
              <option key={id} value={id}>
                {titleOf(id)}
              </option>
            ))}
        </select>
      )}
    </div>
  )
}

const offeredBeside = (kind: FigureKind, own: string): string[] =>
  [...methods.keys()]
    .filter(id => id !== own && kind.fits(resolveMethod(id)))
    .sort((a, b) => titleOf(a).localeCompare(titleOf(b), 'en'))
