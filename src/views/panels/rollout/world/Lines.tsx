import type { Picture } from '../../../../core/picture.ts'
import { visible } from '../../../kit/tokens.ts'

type Lines = Extract<Picture, { kind: 'lines' }>

const marks = { right: '✓', wrong: '✗', open: '…' } as const

/** A worked solution, line by line, each judged as far as it can be. */
export function LinesPicture({ picture }: { readonly picture: Lines }) {
  return (
    <div className="lines">
      <p className="lines-goal">
        goal <span className="mono">{picture.goal}</span>
      </p>
      <ol>
        {picture.lines
          .map((line, i) => ({ ...line, key: `${i} ${line.text}` }))
          .map(({ key, text, state, note }) => (
            <li key={key} data-state={state}>
              <span className="lines-mark" role="img" aria-label={state}>
                {marks[state]}
              </span>
              <span className="mono">{[...text].map(visible).join('')}</span>
              <span className="lines-note">{note}</span>
            </li>
          ))}
      </ol>
      {picture.lines.length === 0 && <p className="panel-note">Nothing written yet.</p>}
    </div>
  )
}
