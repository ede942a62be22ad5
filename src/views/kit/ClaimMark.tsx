import type { Verdict } from '../../core/claim.ts'
import { verdictWords } from '../../core/claim-words.ts'
import './claims.css'

/** A verdict. Says it in words: colour and shape alone tell nobody. */
export const ClaimMark = ({ verdict }: { readonly verdict: Verdict }) => (
  <strong className="claim-verdict" data-claim={verdict}>
    {verdictWords[verdict]}:
  </strong>
)
