import { Suspense, use, useLayoutEffect, useRef } from 'react'
import { drawFormula } from './formula-nodes.ts'
import { part } from './parts.ts'
import './kit.css'

type Build = typeof import('katex').__renderToDomTree

const files = part('The formulas', () => Promise.all([import('katex'), import('katex/dist/katex.min.css')]))
let loading: Promise<Build | undefined> | undefined

/** KaTeX and its fonts come with the first formula; without them (offline) the source is shown. */
const load = (): Promise<Build | undefined> => {
  loading ??= files.load().then(
    ([{ __renderToDomTree }]) => __renderToDomTree,
    () => undefined,
  )
  return loading
}

interface TexProps {
  readonly tex: string
  readonly block?: boolean
}

/** A formula. Screen readers get the MathML that KaTeX puts beside the picture. */
export function Tex(props: TexProps) {
  return (
    <Suspense fallback={<span className="tex-wait">{props.tex}</span>}>
      <Rendered {...props} />
    </Suspense>
  )
}

function Rendered({ tex, block = false }: TexProps) {
  const build = use(load())
  const place = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    // `trust: false` forbids links, images and attributes.
    const options = { displayMode: block, throwOnError: false, trust: false, strict: false }
    if (build && place.current) drawFormula(build(tex, options), place.current)
  }, [build, tex, block])
  return build ? <span className="tex" ref={place} /> : <span className="tex-wait">{tex}</span>
}
