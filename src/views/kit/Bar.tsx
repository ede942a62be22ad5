import { clamp } from '../../core/math.ts'
import './kit.css'

/** A horizontal bar around zero; `limit` is the value at either end. The number stands beside it, so it is decoration. */
export function Bar({ value, limit }: { readonly value: number; readonly limit: number }) {
  const share = limit > 0 && Number.isFinite(value) ? clamp(Math.abs(value) / limit, 0, 1) : 0
  const width = `${(50 * share).toFixed(2)}%`
  return (
    <span className="bar" aria-hidden="true">
      {share > 0 && (
        <i data-sign={value > 0 ? 'positive' : 'negative'} style={{ width, [value > 0 ? 'left' : 'right']: '50%' }} />
      )}
    </span>
  )
}

/** A number in its sign's colour, the sign written out; what is rounded to zero has none. */
export function Signed({ value, text }: { readonly value: number; readonly text: string }) {
  const isZero = !/[1-9∞]/.test(text)
  const sign = isZero ? '' : value > 0 ? 'positive' : value < 0 ? 'negative' : ''
  return <span className={`number ${sign}`}>{text}</span>
}
