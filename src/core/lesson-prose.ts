/**
 * The text of lessons: paragraphs divided by blank lines, with *emphasis*, `code`, $TeX$, references such as
 * [lesson:zero-signal], [method:grpo], [word:ratio] or [method:grpo|its page], and figures as {claim:race.price}.
 * Text is only ever text: no HTML.
 */
export type Inline =
  | { readonly kind: 'text' | 'emphasis' | 'code' | 'tex'; readonly text: string }
  | { readonly kind: 'reference'; readonly to: ReferenceKind; readonly id: string; readonly text: string | undefined }
  /** The figure of a claim of an experiment or estimate of the same lesson. */
  | { readonly kind: 'figure'; readonly of: string; readonly claim: string }

export const referenceKinds = ['lesson', 'method', 'word', 'metric'] as const
export type ReferenceKind = (typeof referenceKinds)[number]

const inlinePattern =
  /\*([^*\n]+)\*|`([^`\n]+)`|\$([^$\n]+)\$|\[(lesson|method|word|metric):([a-z0-9-]+)(?:\|([^\]\n]+))?\]|\{claim:([a-z0-9-]+)\.([a-z0-9-]+)\}/gi

/** Paragraphs of inline pieces. What is no pattern stays as it is written. */
export const parseProse = (text: string): readonly (readonly Inline[])[] =>
  text
    .trim()
    .split(/\n\s*\n/)
    .map(paragraph => parseInline(paragraph.replace(/\s*\n\s*/g, ' ')))

function parseInline(text: string): readonly Inline[] {
  const pieces: Inline[] = []
  let from = 0
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) })
    pieces.push(pieceOf(match))
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

function pieceOf([whole, emphasis, code, tex, to, id, words, of, claim]: RegExpMatchArray): Inline {
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis }
  if (code !== undefined) return { kind: 'code', text: code }
  if (tex !== undefined) return { kind: 'tex', text: tex }
  if (of !== undefined && claim !== undefined) return { kind: 'figure', of, claim }
  const kind = referenceKinds.find(known => known === to)
  return kind && id !== undefined ? { kind: 'reference', to: kind, id, text: words } : { kind: 'text', text: whole }
}
