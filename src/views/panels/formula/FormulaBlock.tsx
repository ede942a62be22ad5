import { type PointerEvent, useEffect, useRef } from 'react'
import { short, signedShort } from '../../kit/numbers.ts'
import { Tex } from '../../kit/Tex.tsx'
import { type Filled, type FilledSymbol, markColour, markedIndex } from './fill.ts'

interface FormulaBlockProps {
  readonly title: string
  readonly filled: Filled
  /** Name of the quantity that is pointed at, in any formula of the panel. */
  readonly active: string | undefined
  readonly onActive: (name: string | undefined) => void
}

/** A formula, the same with numbers, and its symbols as a list; pointing at one marks it everywhere. */
export function FormulaBlock({ title, filled, active, onActive }: FormulaBlockProps) {
  const { symbolic, lines, symbols } = filled
  const root = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // KaTeX draws plain elements; the active symbol is marked on them, since no attribute may come from TeX.
    for (const element of root.current?.querySelectorAll('[data-symbol-active]') ?? []) {
      element.removeAttribute('data-symbol-active')
    }
    for (const { index, is } of symbols) {
      if (is !== active) continue
      for (const element of root.current?.querySelectorAll(marksOf(index)) ?? []) {
        element.setAttribute('data-symbol-active', '')
      }
    }
  })
  const onPoint = (event: PointerEvent) => onActive(symbols[indexAt(event.target) ?? -1]?.is)
  return (
    <div className="formula-block">
      <h3 className="card-title">{title}</h3>
      {/* Pointing is a shortcut: every symbol is a button in the list below. */}
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
      <ul className="formula-symbols">
        {symbols.map(symbol => (
          <SymbolRow key={symbol.tex} symbol={symbol} isActive={symbol.is === active} onActive={onActive} />
        ))}
      </ul>
    </div>
  )
}

const marksOf = (index: number): string =>
  (['symbol', 'number'] as const).map(kind => `.katex-html [style*="${markColour(index, kind)}"]`).join()

const indexAt = (target: EventTarget): number | undefined => {
  const element = target instanceof Element ? target.closest('[style*="#5ab"]') : null
  return element ? markedIndex(element.getAttribute('style') ?? '') : undefined
}

interface SymbolRowProps {
  readonly symbol: FilledSymbol
  readonly isActive: boolean
  readonly onActive: (name: string | undefined) => void
}

function SymbolRow({ symbol, isActive, onActive }: SymbolRowProps) {
  const { tex, text, is, found } = symbol
  const value =
    found === undefined ? '–' : is === 'credit' || is === 'advantage' ? signedShort(found.value) : short(found.value)
  return (
    <li>
      <button
        type="button"
        className="formula-symbol"
        aria-pressed={isActive}
        title={found ? found.from : 'not known here'}
        onMouseEnter={() => onActive(is)}
        onMouseLeave={() => onActive(undefined)}
        onFocus={() => onActive(is)}
        onBlur={() => onActive(undefined)}
      >
        <Tex tex={tex} />
        <span className="formula-text">
          {text}
          <span className="visually-hidden">, {found ? found.from : 'not known here'}</span>
        </span>
        <span className="number">{value}</span>
      </button>
    </li>
  )
}
