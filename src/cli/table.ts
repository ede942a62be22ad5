/** Aligned columns for people; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const text = rows.map(row => row.map(show))
  const width = head.map((title, k) => Math.max(title.length, ...text.map(row => row[k]?.length ?? 0)))
  const numeric = head.map((_, k) => rows.length > 0 && rows.every(row => typeof row[k] === 'number'))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, k) => (numeric[k] ? cell.padStart(width[k] ?? 0) : cell.padEnd(width[k] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(head), ...text.map(line)].join('\n')
}

const show = (value: string | number): string =>
  typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : value.toPrecision(4)
