import type { FormulaBlock } from '../../../core/lesson.ts'
import { methodOf } from '../../../methods/index.ts'
import { Tex } from '../../kit/Tex.tsx'

/** A formula with what its symbols mean. */
export function FormulaFigure({ of }: FormulaBlock) {
  const { formula, symbols } = 'method' in of ? methodOf(of.method) : { formula: of.tex, symbols: of.symbols }
  return (
    <figure className="lesson-figure lesson-formula">
      <Tex tex={formula} block />
      <figcaption>
        <dl className="lesson-symbols">
          {Object.entries(symbols).map(([tex, { text }]) => (
            <div key={tex}>
              <dt>
                <Tex tex={tex} />
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </figcaption>
    </figure>
  )
}
