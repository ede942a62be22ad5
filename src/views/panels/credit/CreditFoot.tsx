import { memo } from 'react'
import type { Agreement } from '../../kit/agreement.ts'
import { Legend } from '../../kit/Legend.tsx'
import { percent, signed } from '../../kit/numbers.ts'
import type { ColouredTokens } from '../../kit/useColouredTokens.ts'

interface CreditFootProps {
  readonly coloured: ColouredTokens
  readonly responses: number
}

/** The scale, what the signal is, and how well it agrees with the truth where that is known. */
export const CreditFoot = memo(function CreditFoot({ coloured, responses }: CreditFootProps) {
  const { signal, domain, truth } = coloured
  const whose = responses === 1 ? 'this response' : `all ${responses} siblings`
  return (
    <div className="credit-foot">
      <Legend domain={domain} label={`one scale for ${whose}`} unit={signal.unit} levels={signal.levels} />
      <p className="panel-note">
        <strong>{signal.label}</strong>: {signal.formula}. {signal.note}
      </p>
      {truth && <Truth truth={truth} />}
    </div>
  )
})

const Truth = ({ truth }: { readonly truth: Agreement }) => (
  <p className="panel-note">
    Against the exact advantage:{' '}
    {Number.isNaN(truth.correlation) ? (
      'no correlation, one of the two is constant'
    ) : (
      <>
        correlation <strong className="number">{signed(truth.correlation)}</strong>
      </>
    )}
    {!Number.isNaN(truth.signs) && (
      <>
        , same sign on <strong className="number">{percent(truth.signs)}</strong> of the tokens that matter
      </>
    )}
    .
  </p>
)
