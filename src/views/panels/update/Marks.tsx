import { fixed } from '../../kit/numbers.ts'
import type { Cluster } from './points.ts'

interface MarksProps {
  readonly marks: readonly Cluster[]
  readonly placeOf: (mark: Cluster) => readonly [number, number]
  /** Index of a token in the batch. */
  readonly selected: number | undefined
  readonly onToken: (token: number) => void
  readonly textOf: (token: number) => string
}

/** Points of tokens: filled where they have a gradient, hollow where a clip took it, square where the token is punished. */
export function Marks({ marks, placeOf, selected, onToken, textOf }: MarksProps) {
  return (
    <g>
      {marks.map(mark => {
        const [cx, cy] = placeOf(mark)
        const radius = 2.5 + Math.min(4, Math.log2(mark.tokens.length))
        const isSelected = selected !== undefined && mark.tokens.includes(selected)
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; rows and tables below are the way of the keyboard.
          <g
            key={`${mark.token}`}
            className="mark"
            data-sign={mark.credit > 0 ? 'positive' : 'negative'}
            data-clipped={mark.isClipped || undefined}
            onClick={() => onToken(mark.token)}
          >
            <title>
              {mark.tokens.length > 1 ? `${mark.tokens.length} tokens, ` : `${textOf(mark.token)}: `}
              {fixed(mark.before, 3)} → {fixed(mark.now, 3)}, ratio {fixed(mark.ratio, 3)}
              {mark.isClipped ? ', clipped' : ''}
            </title>
            {isSelected && (
              <rect
                className="mark-frame"
                x={cx - radius - 4}
                y={cy - radius - 4}
                width={2 * radius + 8}
                height={2 * radius + 8}
              />
            )}
            {mark.credit > 0 ? (
              <circle cx={cx} cy={cy} r={radius} />
            ) : (
              <rect x={cx - radius} y={cy - radius} width={2 * radius} height={2 * radius} />
            )}
          </g>
        )
      })}
    </g>
  )
}
