import { useEffect, useMemo, useRef } from 'react'
import type { Branch } from '../../../protocol/events.ts'
import { count, fixed, percent } from '../../kit/numbers.ts'
import { excerpt } from '../../kit/tokens.ts'
import { VerdictMark } from '../../kit/verdict.tsx'
import { type Continued, treeOf, type Whole } from './continuations.ts'

interface ContinuationsProps {
  readonly branch: Branch
  readonly vocabulary: readonly string[]
  /** Puts an end among the siblings, on the bench; absent where it cannot be. */
  readonly onSibling: ((whole: Whole) => void) | undefined
}

/** Pixels of height for each continuation: the area of a node is its share. */
const rowHeight = 26

/** Only what was just asked for is scrolled to; coming back to the tab moves nothing. */
const seen = new WeakSet<Branch>()

/** What came of continuing from a prefix: a tree from left to right, as high as the way was often taken. */
export function Continuations({ branch, vocabulary, onSibling }: ContinuationsProps) {
  const tree = useMemo(() => treeOf(branch), [branch])
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!seen.has(branch)) place.current?.scrollIntoView({ block: 'nearest' })
    seen.add(branch)
  }, [branch])
  const { correct, value, share: _, count: times } = tree
  return (
    <section className="card continuations" ref={place} aria-label="Continuations">
      <p role="status">
        From <span className="mono">{excerpt(branch.prefix, vocabulary)}</span>:{' '}
        <strong>
          {correct} of {times} correct
        </strong>
        , mean reward <strong className="number">{fixed(value)}</strong>
        {branch.exactValue !== undefined && (
          <>
            {' '}
            (exact value <strong className="number">{fixed(branch.exactValue, 3)}</strong>)
          </>
        )}
      </p>
      <ul className="continuation-tree" style={{ height: Math.min(420, Math.max(2, times) * rowHeight) }}>
        <Node node={tree} vocabulary={vocabulary} onSibling={onSibling} />
      </ul>
      <p className="panel-note">
        Left to right in time; a way is as high as it was often taken. Colour and number are its value: the mean reward
        of all that went this way.
        {onSibling && ' “+ sibling” puts a response into its group, on the bench: every number there follows.'}
      </p>
    </section>
  )
}

interface NodeProps extends Pick<ContinuationsProps, 'vocabulary' | 'onSibling'> {
  readonly node: Continued
}

function Node({ node, vocabulary, onSibling }: NodeProps) {
  const { tokens, count: times, share, value, note, children, correct, whole } = node
  const text = excerpt(tokens, vocabulary)
  const words = `${text || 'from here'}: ${count(times, 'continuation')}, ${percent(share)}, value ${fixed(value)}`
  return (
    <li style={{ flexGrow: times }} data-end={children.length === 0 || undefined}>
      {(tokens.length > 0 || children.length === 0) && (
        <span
          className="continuation"
          style={{ '--value': `${Math.round(100 * Math.min(1, Math.max(0, value)))}%` } as React.CSSProperties}
          title={note ? `${words}. ${note}` : words}
        >
          <span className="mono">{text || '∅'}</span>
          <span className="number">{children.length > 0 ? fixed(value) : percent(share)}</span>
          {children.length === 0 && (
            <>
              <VerdictMark verdict={correct > 0 ? 'correct' : 'wrong'} />
              <span className="continuation-note">{note}</span>
              {whole && onSibling && (
                <button
                  type="button"
                  className="button button-small"
                  aria-label={`Put ${text || 'this end'} among the siblings, on the bench`}
                  onClick={() => onSibling(whole)}
                >
                  + sibling
                </button>
              )}
            </>
          )}
        </span>
      )}
      {children.length > 0 && (
        <ul>
          {children.map(child => (
            <Node key={child.tokens.join(' ')} node={child} vocabulary={vocabulary} onSibling={onSibling} />
          ))}
        </ul>
      )}
    </li>
  )
}
