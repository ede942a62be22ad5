import type { Picture } from '../../../../core/picture.ts'
import { count } from '../../../kit/numbers.ts'
import { layoutTree } from './layout.ts'

type Tree = Extract<Picture, { kind: 'tree' }>

const row = 34

/** A tree of choices; the response's path is drawn firm, leaves carry their verdict as a mark and a colour. */
export function TreePicture({ picture }: { readonly picture: Tree }) {
  const { placed, leaves, depth } = layoutTree(picture.nodes)
  const pitch = Math.max(14, Math.min(44, 720 / Math.max(1, leaves)))
  const width = pitch * Math.max(1, leaves)
  const height = row * depth + 36
  const x = (units: number) => (units + 0.5) * pitch
  const y = (level: number) => 12 + level * row
  const path = placed.filter(({ node }) => node.visited).map(({ node }) => node.label)
  const right = placed.filter(({ node }) => node.kind === 'correct').length
  return (
    <div className="tree-scroll">
      <svg
        className="tree"
        style={{ maxWidth: width, minWidth: leaves * 9 }}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Tree with ${count(right, 'correct leaf', 'correct leaves')}; path so far: ${path.filter(Boolean).join(' ') || 'none'}`}
      >
        {placed.map(
          ({ node, x: units, y: level, parent }) =>
            parent && (
              <line
                key={node.path}
                className="tree-edge"
                data-visited={node.visited || undefined}
                x1={x(parent.x)}
                y1={y(parent.y)}
                x2={x(units)}
                y2={y(level)}
              />
            ),
        )}
        {placed.map(({ node, x: units, y: level }) => (
          <g key={node.path} data-kind={node.kind} data-visited={node.visited || undefined} className="tree-node">
            <circle cx={x(units)} cy={y(level)} r={pitch > 18 ? 8 : 5} />
            {pitch > 18 && (
              <text x={x(units)} y={y(level) + 3.5}>
                {node.label}
              </text>
            )}
            {node.kind !== 'inner' && (
              <text className="tree-verdict" x={x(units)} y={y(level) + 20}>
                {node.kind === 'correct' ? '✓' : pitch > 24 ? '✗' : ''}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  )
}
