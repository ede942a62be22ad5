/** What a piece of a tokenizer reads as. */

interface Pieces {
  readonly id_to_token: (id: number) => string | undefined
  readonly get_added_tokens_decoder: () => ReadonlyMap<number, unknown>
}

/** Letters that stand for bytes in pieces of byte-level BPE, in the order of GPT-2's `bytes_to_unicode`. */
const byteOfLetter: ReadonlyMap<string, number> = (() => {
  const plain = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte < 173) || byte > 173
  const letters = new Map<string, number>()
  let others = 0
  for (let byte = 0; byte < 256; byte++) letters.set(String.fromCodePoint(plain(byte) ? byte : 256 + others++), byte)
  return letters
})()

/** Bytes as text; bytes that are no whole character, of an emoji that is cut in two, are shown as they are: ⟨F0 9F⟩. */
function fromBytes(bytes: readonly number[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
  } catch {
    return `⟨${bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')}⟩`
  }
}

function ofByteLevel(piece: string): string {
  const bytes = [...piece].map(letter => byteOfLetter.get(letter))
  return bytes.every(byte => byte !== undefined) ? fromBytes(bytes) : piece
}

/** SentencePiece writes a space as ▁, and a byte that has no piece of its own as <0x0A>. */
function ofSentencePiece(piece: string): string {
  const [, hex] = /^<0x([0-9A-F]{2})>$/.exec(piece) ?? []
  return hex === undefined ? piece.replaceAll('▁', ' ') : fromBytes([Number.parseInt(hex, 16)])
}

/** Tokens that were added to the vocabulary read as they stand there. */
export function pieceText(pieces: Pieces, isByteLevel: boolean): (id: number) => string | undefined {
  const added = pieces.get_added_tokens_decoder()
  return id => {
    const piece = pieces.id_to_token(id)
    if (piece === undefined || added.has(id)) return piece
    return isByteLevel ? ofByteLevel(piece) : ofSentencePiece(piece)
  }
}
