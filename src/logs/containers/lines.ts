/** Text files: one JSON value per line, one document, or a table of comma-separated values. */
import type { LogFile } from '../file.ts'

export interface TextLine {
  /** From 1, blank lines included. */
  readonly line: number
  readonly text: string
  /** No line end follows: the file may be cut off here. */
  readonly open: boolean
}

/** Lines as they arrive, blank ones left out. Only `\n` and `\r\n` end one: U+2028 is a character of its text. */
export async function* linesFrom(file: LogFile): AsyncIterable<readonly TextLine[]> {
  const decoder = new TextDecoder()
  let [rest, line] = [[''], 1]
  for await (const chunk of file.stream()) {
    const parts = decoder.decode(chunk, { stream: true }).split('\n')
    if (parts.length === 1) {
      rest.push(parts[0]!)
      continue
    }
    parts[0] = rest.join('') + parts[0]
    rest = [parts.pop()!]
    yield present(parts, line)
    line += parts.length
  }
  rest.push(decoder.decode())
  yield present([rest.join('')], line, true)
}

const present = (parts: readonly string[], from: number, open = false): TextLine[] =>
  parts.flatMap((part, k) => {
    const text = part.endsWith('\r') ? part.slice(0, -1) : part
    return text.trim() === '' ? [] : [{ line: from + k, text, open }]
  })
