import { useMemo } from 'react'
import { figuresOf } from '../../../figures/index.ts'
import { wholeOf } from '../../../methods/whole.ts'
import { MethodLink } from '../../catalogue/MethodLink.tsx'
import { FigureCard } from '../../figures/FigureCard.tsx'
import type { PanelProps } from '../../panel.ts'

/** The first picture of the method that runs, at the run's own parameters. The others stand on its page. */
export function PicturePanel({ method, params }: PanelProps) {
  const [first, ...rest] = useMemo(() => figuresOf(wholeOf(method)), [method])
  if (first === undefined) return <p className="panel-empty">This method has no picture.</p>
  return (
    <section className="panel" aria-label="The method in a picture">
      <FigureCard key={`${method.method.id} ${first}`} figure={first} method={method} params={params} />
      <p className="panel-note">
        With the parameters of this run. <MethodLink id={method.method.id}>Its page</MethodLink> has sliders
        {rest.length > 0 && ' and more pictures'}.
      </p>
    </section>
  )
}
