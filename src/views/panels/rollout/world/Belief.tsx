import type { Picture } from '../../../../core/picture.ts'
import { probability } from '../../../kit/numbers.ts'

type Belief = Extract<Picture, { kind: 'belief' }>
type Option = Belief['options'][number]

const markOf = ({ right, named }: Option): string => {
  if (named) return right ? '✓ named' : '✗ named'
  return right ? '★ secret' : ''
}

/** What was asked and answered, and how much each answer may be believed after it. */
export function BeliefPicture({ picture }: { readonly picture: Belief }) {
  return (
    <div className="belief">
      <p className="belief-heard">
        {picture.heard.length === 0 && 'Nothing asked yet.'}
        {picture.heard
          .map((one, i) => ({ ...one, key: `${i} ${one.question}` }))
          .map(({ key, question, answer }, i) => (
            <span key={key}>
              {i > 0 && ' · '}
              {question} <span className="belief-answer mono">{answer || '…'}</span>
            </span>
          ))}
      </p>
      <ul className="arms belief-options">
        {picture.options.map(option => (
          <li key={option.label} data-chosen={option.named || undefined}>
            <span className="mono">{option.label}</span>
            <span className="arms-track">
              <span style={{ width: `${(100 * option.probability).toFixed(1)}%` }} />
            </span>
            <span className="number">{probability(option.probability)}</span>
            <span className="belief-mark">{markOf(option)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
