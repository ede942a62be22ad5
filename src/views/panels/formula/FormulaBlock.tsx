import { type PointerEvent, useEffect, useRef } from 'react'
import { Tex } from '../../kit/Tex.tsx'
import { type Filled, type FilledSymbol, markColour, markedIndex } from './fill.ts'
import { meaning } from './readout.ts'

interface FormulaBlockProps {
  readonly title: string
  readonly filled: Filled
  /** Name of the quantity that is pointed at, in any formula of the panel. */
  readonly active: string | undefined
  readonly onActive: (symbol: FilledSymbol | undefined) => void
}

/** A formula, the same with numbers, and its symbols as buttons; pointing at one marks it everywhere. */
export function FormulaBlock({ title, filled, active, onActive }: FormulaBlockProps) {
  const { symbolic, lines, symbols } = filled
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (root.current) mark(root.current, symbols, active)
  })
  const onPoint = (event: PointerEvent) => onActive(symbols[indexAt(event.target) ?? -1])
  return (
    <div className="formula-block">
      <h3 className="card-title">{title}</h3>
      {/* Pointing is a shortcut: every symbol is a button below. */}
      <div
        ref={root}
        className="formula-lines"
        role="presentation"
        onPointerOver={onPoint}
        onPointerLeave={() => onActive(undefined)}
      >
        <Tex tex={`\\displaystyle ${symbolic}`} />
        {lines.map(line => (
          <Tex key={line} tex={`\\displaystyle ${line}`} />
        ))}
        {lines.length === 0 && <p className="panel-note">No number of it is known yet.</p>}
      </div>
      <ul className="formula-symbols" aria-label={`Symbols of ${title}`}>
        {symbols.map(symbol => (
          <li key={symbol.tex}>
            <button
              type="button"
              className="formula-symbol"
              aria-label={meaning(symbol)}
              data-active={symbol.is === active || undefined}
              data-unknown={symbol.found === undefined || undefined}
              onPointerEnter={() => onActive(symbol)}
              onPointerLeave={() => onActive(undefined)}
              onFocus={() => onActive(symbol)}
              onBlur={() => onActive(undefined)}
            >
              <Tex tex={symbol.tex} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The active symbol is marked on KaTeX's elements, since no attribute may come from TeX. */
function mark(root: HTMLElement, symbols: readonly FilledSymbol[], active: string | undefined): void {
  for (const element of root.querySelectorAll('[data-symbol-active]')) element.removeAttribute('data-symbol-active')
  for (const { index, is } of symbols) {
    if (is !== active) continue
    for (const element of root.querySelectorAll(marksOf(index))) element.setAttribute('data-symbol-active', '')
  }
}

const marksOf = (index: number): string =>
  (['symbol', 'number'] as const).map(kind => `.katex-html .${markColour(index, kind).replace('#', 'colour-')}`).join()

const indexAt = (target: EventTarget): number | undefined => {
  const element = target instanceof Element ? target.closest('[class*="colour-5ab"]') : null
  return element ? markedIndex(element.getAttribute('class') ?? '') : undefined
}
