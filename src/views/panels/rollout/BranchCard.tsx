import { useMemo } from 'react'
import type { Branch } from '../../../protocol/events.ts'
import { count, fixed, percent } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import { VerdictMark } from '../../kit/verdict.tsx'
import { summariseBranch } from './outcomes.ts'

interface BranchCardProps {
  readonly vocabulary: readonly string[]
  /** Prefix with the picked token at its end. */
  readonly prefix: readonly number[]
  readonly branch: Branch | undefined
  readonly onContinue: (() => void) | undefined
}

export const branchTimes = 8

const textOf = (tokens: readonly number[], vocabulary: readonly string[]): string =>
  tokens.map(id => visible(tokenText(vocabulary, id))).join('')

/** Goes on from another token and counts how often that ends well. */
export function BranchCard({ vocabulary, prefix, branch, onContinue }: BranchCardProps) {
  return (
    <section className="card" aria-label="Branch">
      <h3 className="card-title">What if?</h3>
      <p className="branch-prefix mono">{textOf(prefix, vocabulary)}…</p>
      <button type="button" className="button" disabled={!onContinue} onClick={onContinue}>
        Continue {branchTimes} times from here
      </button>
      <p className="panel-note">
        {onContinue
          ? 'Pick another token in the distribution first, to see where it would have led. Both use the same noise.'
          : 'An imported log has no policy to continue with.'}
      </p>
      {branch && <Outcomes branch={branch} vocabulary={vocabulary} />}
    </section>
  )
}

function Outcomes({ branch, vocabulary }: { readonly branch: Branch; readonly vocabulary: readonly string[] }) {
  const { outcomes, times, success, reward } = useMemo(() => summariseBranch(branch), [branch])
  return (
    <div className="branch" aria-live="polite">
      <p>
        From <span className="mono">{textOf(branch.prefix, vocabulary)}</span>: <strong>{percent(success)}</strong> of{' '}
        {count(times, 'continuation')} correct, mean reward <strong className="number">{fixed(reward)}</strong>
        {branch.exactValue !== undefined && (
          <>
            {' '}
            (exact value <strong className="number">{fixed(branch.exactValue, 3)}</strong>)
          </>
        )}
      </p>
      <span className="branch-share" aria-hidden="true">
        <span style={{ width: `${(100 * success).toFixed(1)}%` }} />
      </span>
      <ul>
        {outcomes.map(outcome => (
          <li key={outcome.tokens.join(' ')}>
            <span className="number">{outcome.count}×</span>
            <VerdictMark verdict={outcome.correct ? 'correct' : 'wrong'} />
            <span className="mono">{textOf(outcome.tokens, vocabulary)}</span>
            <span className="branch-note">{outcome.note}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
