/** Tables of comma- or tab-separated values, as RFC 4180 has them: quotes may hold commas, line ends and doubled quotes. */
import { parseJson } from '../json.ts'

/** Rows of cells. What follows an opening quote that never closes is one cell. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let [row, cell, at] = [[] as string[], '', 0]
  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.length > 1 || row[0]!.trim() !== '') rows.push(row)
    row = []
  }
  while (at < text.length) {
    const character = text[at]!
    if (character === '"' && cell === '') {
      const end = closingQuote(text, at + 1)
      cell += text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
      continue
    }
    if (character === separator) endCell()
    else if (character === '\n') endRow()
    else if (character !== '\r') cell += character
    at++
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at < 0 ? text.length : at
}

const separatorOf = (text: string): string => {
  const end = text.indexOf('\n')
  const head = end < 0 ? text : text.slice(0, end)
  return head.includes('\t') ? '\t' : head.includes(';') && !head.includes(',') ? ';' : ','
}

/** A cell as a value: nothing for an empty one, numbers and lists where it reads as such, else the text. */
export function csvValue(cell: string): unknown {
  const trimmed = cell.trim()
  if (trimmed === '' || /^(nan|none|null)$/i.test(trimmed)) return null
  if (/^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === 'true'
  if (/^-?\d|^-?\.\d|^[[{]/.test(trimmed)) return parseJson(trimmed)?.value ?? cell
  return cell
}
