import { useMemo } from 'react'
import { type FigureKind, figureKinds, figuresOf } from '../../figures/index.ts'
import { type ResolvedMethod, resolveMethod, yardstick } from '../../methods/index.ts'
import { wholeOf } from '../../methods/whole.ts'
import { FigureCard } from './FigureCard.tsx'

/** All pictures of a method, with the yardstick laid over where it can be drawn so. */
export function Figures({ method }: { readonly method: ResolvedMethod }) {
  const figures = useMemo(() => figuresOf(wholeOf(method)), [method])
  return (
    <div className="figures">
      {figures.map(figure => {
        const kind: FigureKind = figureKinds[figure]
        const isOther = method.method.id !== yardstick && kind.overlays !== false && kind.fits(resolveMethod(yardstick))
        return <FigureCard key={figure} figure={figure} method={method} beside={isOther ? [yardstick] : []} />
      })}
    </div>
  )
}
