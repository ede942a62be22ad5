/**
 * Packs rows into chunks of bounded size. The tokens of a chunk lie one after another without padding, and a prompt
 * that several rows of a chunk share is computed once: those rows attend to it as a prefix.
 */
import type { Sequence } from '../request.ts'

export interface Chunk {
  /** Rows [firstRow, firstRow + rows) of the request. */
  readonly firstRow: number
  readonly rows: number
  /** [n] ids and sequence positions of the packed tokens. The last token of a response is never read. */
  readonly token: Int32Array
  readonly position: Int32Array
  /** [segments * 4] start, length, prefix start, prefix length, as token indices and counts. */
  readonly segments: Int32Array
  /** [rows] index of the segment with a row's response; its prefix is the prompt. */
  readonly segmentOf: Int32Array
  /** [m] for each response token: the packed token that predicts it, and its id. */
  readonly source: Int32Array
  readonly target: Int32Array
}

/**
 * Chunks of consecutive rows with at most `limit` packed tokens each, or one row where that alone is longer. Rows
 * without response tokens take no room.
 */
export function planChunks(sequences: readonly Sequence[], limit: number): Chunk[] {
  const chunks: Chunk[] = []
  for (let next = 0; next < sequences.length; ) {
    const builder = createBuilder(next)
    do builder.push(sequences[next++]!)
    while (next < sequences.length && builder.sizeWith(sequences[next]!) <= limit)
    chunks.push(builder.finish())
  }
  return chunks
}

function createBuilder(firstRow: number) {
  const token: number[] = []
  const position: number[] = []
  const segments: number[] = []
  const segmentOf: number[] = []
  const source: number[] = []
  const target: number[] = []
  /** Where the prompts begin. */
  const prompts = new Map<string, number>()

  const segment = (ids: readonly number[], from: number, prefixStart: number, prefixLength: number): number => {
    segments.push(token.length, ids.length, prefixStart, prefixLength)
    ids.forEach((id, i) => {
      token.push(id)
      position.push(from + i)
    })
    return token.length - ids.length
  }
  return {
    sizeWith: ({ prompt, response }: Sequence): number => {
      if (response.length === 0) return token.length
      return token.length + (prompts.has(prompt.join()) ? 0 : prompt.length) + response.length - 1
    },
    push: ({ prompt, response }: Sequence): void => {
      let prefix = prompts.get(prompt.join())
      if (prefix === undefined && response.length > 0) {
        prefix = segment(prompt, 0, 0, 0)
        prompts.set(prompt.join(), prefix)
      }
      segmentOf.push(segments.length / 4)
      const own = segment(response.slice(0, -1), prompt.length, prefix ?? 0, prompt.length)
      response.forEach((id, t) => {
        source.push(t === 0 ? (prefix ?? 0) + prompt.length - 1 : own + t - 1)
        target.push(id)
      })
    },
    finish: (): Chunk => ({
      firstRow,
      rows: segmentOf.length,
      token: Int32Array.from(token),
      position: Int32Array.from(position),
      segments: Int32Array.from(segments),
      segmentOf: Int32Array.from(segmentOf),
      source: Int32Array.from(source),
      target: Int32Array.from(target),
    }),
  }
}
