import { tokenText, visible } from '../../kit/tokens.ts'

interface BranchCardProps {
  readonly vocabulary: readonly string[]
  /** Prefix with the picked token at its end. */
  readonly prefix: readonly number[]
  readonly onContinue: (() => void) | undefined
}

export const branchTimes = 8

const textOf = (tokens: readonly number[], vocabulary: readonly string[]): string =>
  tokens.map(id => visible(tokenText(vocabulary, id))).join('')

/** Goes on from another token and counts how often that ends well. */
export function BranchCard({ vocabulary, prefix, onContinue }: BranchCardProps) {
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
    </section>
  )
}
