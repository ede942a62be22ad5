import type { Picture } from '../../../../core/picture.ts'

type Cells = Extract<Picture, { kind: 'cells' }>

const spoken = { right: 'right', wrong: 'wrong', free: 'does not matter', open: 'not written yet' } as const

/** A row of positions; what was wanted stands under the decisive ones. */
export function CellsPicture({ picture }: { readonly picture: Cells }) {
  return (
    <ol className="cells">
      {picture.cells
        .map((cell, i) => ({ ...cell, i }))
        .map(({ i, label, wanted, state }) => (
          <li
            key={i}
            data-state={state}
            aria-label={`Position ${i + 1}: ${label || 'empty'}, ${spoken[state]}${wanted ? `, wanted ${wanted}` : ''}`}
          >
            <span className="cells-box mono">{label || '\u00a0'}</span>
            <span className="cells-wanted mono">{wanted ?? '\u00a0'}</span>
          </li>
        ))}
    </ol>
  )
}
