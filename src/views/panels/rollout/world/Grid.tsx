import type { Picture } from '../../../../core/picture.ts'

type Grid = Extract<Picture, { kind: 'grid' }>

/** A grid world. Roles are words such as wall, player, goal; each has a look in world.css, unknown ones a plain one. */
export function GridPicture({ picture }: { readonly picture: Grid }) {
  const { width, height, cells } = picture
  const said = cells
    .filter(({ label }) => label !== '')
    .map(({ label, role, x, y }) => `${role || label} at ${x + 1}, ${y + 1}`)
  const at = new Map(cells.map(cell => [cell.y * width + cell.x, cell]))
  return (
    <div
      className="grid-world"
      role="img"
      aria-label={`Grid of ${width} by ${height}: ${said.join('; ')}`}
      style={{ gridTemplateColumns: `repeat(${width}, minmax(0, 30px))` }}
    >
      {Array.from({ length: width * height }, (_, i) => i).map(i => (
        <span key={i} className="grid-cell mono" data-role={at.get(i)?.role}>
          {at.get(i)?.label}
        </span>
      ))}
    </div>
  )
}
