import { rangeWords } from '../../core/claim-words.ts'
import type { Lesson } from '../../core/lesson.ts'
import type { Handed } from '../../store/lesson/class.ts'
import { Line } from '../lessons/Prose.tsx'
import { agreementsOf, type Spread, spreadsOf } from './results.ts'

interface OfClass {
  readonly lesson: Lesson
  readonly handed: readonly Handed[]
}

/** How many guessed what, beside what came out. */
export const Spreads = ({ lesson, handed }: OfClass) =>
  spreadsOf(lesson, handed).map(spread => <OneSpread key={spread.id} spread={spread} />)

function OneSpread({ spread: { ask, options, guessed, truth } }: { readonly spread: Spread }) {
  const right = options.find(option => option.right)?.count ?? 0
  return (
    <figure className="teach-spread">
      <figcaption>
        <b>
          <Line text={ask} />
        </b>{' '}
        {guessed === 0 ? 'Nobody guessed.' : `${right} of ${guessed} guessed right.`}{' '}
        {truth === undefined ? 'Nobody has measured it yet.' : `It is: ${truth}.`}
      </figcaption>
      <ul>
        {options.map(({ text, count, right: isRight }) => (
          <li key={text} data-right={isRight || undefined}>
            <span className="teach-option">
              {isRight && '✓ '}
              <Line text={text} />
            </span>
            <span className="teach-bar" aria-hidden="true">
              <i style={{ inlineSize: `${guessed === 0 ? 0 : (100 * count) / guessed}%` }} />
            </span>
            <span className="number">{count}</span>
          </li>
        ))}
      </ul>
    </figure>
  )
}

/** What the class measured: on the same seeds the same, on seeds of their own a band. */
export function Agreements({ lesson, handed }: OfClass) {
  const all = agreementsOf(lesson, handed)
  if (all.length === 0) return null
  return (
    <ul className="teach-agreements">
      {all.map(({ id, says, students, low, middle, high, holds }) => (
        <li key={id}>
          {says} <b className="number">{rangeWords(middle, low, high)}</b>{' '}
          <span className="panel-note">
            {low === high ? 'the same for all' : 'middle, lowest and highest'}; holds for {holds} of {students}
          </span>
        </li>
      ))}
    </ul>
  )
}
