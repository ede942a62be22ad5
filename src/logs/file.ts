/** A file of a log, wherever it lies: dropped into the page, named on the command line, or written in a test. */

export interface LogFile {
  /** With its folders, where known, `/` between them. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly bytes: (from: number, to: number) => Promise<ArrayBuffer>
  readonly stream: () => AsyncIterable<Uint8Array>
}

/** A text or bytes as a file. */
export function fileOf(name: string, content: string | Uint8Array<ArrayBuffer>): LogFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    size: bytes.length,
    bytes: async (from, to) => bytes.slice(from, to).buffer,
    stream: async function* () {
      yield bytes
    },
  }
}

/** A whole file as text. */
export async function textOf(file: LogFile): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of file.stream()) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}
