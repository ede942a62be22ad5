import { useMemo, useState } from 'react'
import type { Method } from '../../core/method.ts'
import { methods, titleOf, yardstick } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { Tex } from '../kit/Tex.tsx'
import { markDifference } from './formula-difference.ts'
import { leadingSlot } from './slots.ts'
import { Wide } from './Wide.tsx'

/** The formula; beside another method's, what one of the two lacks is marked, symbol by symbol. */
export function FormulaAgainst({ method: { id } }: { readonly method: Method }) {
  const offered = useMemo(() => alike(id), [id])
  const [against, setAgainst] = useState<string>(
    leadingSlot(id) === leadingSlot(yardstick) && id !== yardstick ? yardstick : '',
  )
  const { formula } = wordsOf(id)
  const other = against === '' ? undefined : against
  const [mine, theirs] = other ? markDifference(formula, wordsOf(other).formula) : [formula, '']
  return (
    <>
      <Wide label="Formula">
        <div className="method-formula">
          <Tex tex={mine} block />
        </div>
        {other && (
          <div className="method-formula method-formula-other">
            <span>{titleOf(other)}</span>
            <Tex tex={theirs} block />
          </div>
        )}
      </Wide>
      <p className="formula-against">
        <label className="field">
          Against
          <select className="select" value={against} onChange={event => setAgainst(event.target.value)}>
            <option value="">no other</option>
            {offered.map(known => (
              <option key={known} value={known}>
                {titleOf(known)}
              </option>
            ))}
          </select>
        </label>
        {other && (
          <span className="panel-note">
            <i className="formula-new">Underlined blue</i> stands only here,{' '}
            <i className="formula-gone">struck orange</i> only there.
          </span>
        )}
      </p>
    </>
  )
}

/** Methods to set it against: the yardstick, then those whose leading idea fills the same slot. */
function alike(id: string): string[] {
  const slot = leadingSlot(id)
  const same = [...methods.keys()].filter(known => known !== id && leadingSlot(known) === slot)
  const sorted = same.sort((a, b) => titleOf(a).localeCompare(titleOf(b), 'en'))
  return [...new Set([...(id === yardstick ? [] : [yardstick]), ...sorted])]
}
