import { Fragment } from 'react'
import { figureWords } from '../../core/claim-words.ts'
import { type Inline, parseProse } from '../../core/lesson-prose.ts'
import { metricSpecOf } from '../../core/metrics.ts'
import { lessonOf } from '../../lessons/index.ts'
import { titleOf } from '../../methods/index.ts'
import { methodHash } from '../../store/route.ts'
import { Tex } from '../kit/Tex.tsx'
import { lessonHash } from './address.ts'
import { useFigure } from './useFigure.ts'
import { wordOf } from './words.ts'

/** The text of a lesson. What is foreign in it is only ever text. */
export function Prose({ text }: { readonly text: string }) {
  return parseProse(text).map((pieces, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of a fixed text.
    <p key={i} className="lesson-text">
      <Pieces pieces={pieces} />
    </p>
  ))
}

/** One line of it. */
export const Line = ({ text }: { readonly text: string }) => <Pieces pieces={parseProse(text).flat()} />

function Pieces({ pieces }: { readonly pieces: readonly Inline[] }) {
  return pieces.map((piece, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a fixed text.
    <Fragment key={i}>
      <Piece piece={piece} />
    </Fragment>
  ))
}

function Piece({ piece }: { readonly piece: Inline }) {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'emphasis':
      return <em>{piece.text}</em>
    case 'code':
      return <code className="mono">{piece.text}</code>
    case 'tex':
      return <Tex tex={piece.text} />
    case 'figure':
      return <Figure of={piece.of} claim={piece.claim} />
    case 'reference':
      return <Reference {...piece} />
  }
}

/** What was measured here; a dash where nothing was. */
function Figure({ of, claim }: { readonly of: string; readonly claim: string }) {
  const value = useFigure(of, claim)
  return <b className="number">{value === undefined ? '–' : figureWords(value)}</b>
}

function Reference({ to, id, text }: Extract<Inline, { kind: 'reference' }>) {
  switch (to) {
    case 'lesson':
      return <a href={lessonHash(id)}>{text ?? lessonOf(id).title}</a>
    case 'method':
      return <a href={methodHash(id)}>{text ?? titleOf(id)}</a>
    case 'metric':
      return <span title={metricSpecOf(id)?.note}>{text ?? metricSpecOf(id)?.label ?? id}</span>
    case 'word':
      return <span title={wordOf(id)?.text}>{text ?? wordOf(id)?.word ?? id}</span>
  }
}
