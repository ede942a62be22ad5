import type { FormulaBlock } from '../../../core/lesson.ts'
import { methodOf } from '../../../methods/index.ts'
import { formulaOf } from '../../../methods/words.ts'
import { Tex } from '../../kit/Tex.tsx'

/** A formula with what its symbols mean. */
export function FormulaFigure({ of }: FormulaBlock) {
  const { tex, symbols } = 'method' in of ? formulaOf(methodOf(of.method)) : of
  return (
    <figure className="lesson-figure lesson-formula">
      <Tex tex={tex} block />
      <figcaption>
        <dl className="lesson-symbols">
          {Object.entries(symbols).map(([symbol, { text }]) => (
            <div key={symbol}>
              <dt>
                <Tex tex={symbol} />
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </figcaption>
    </figure>
  )
}
