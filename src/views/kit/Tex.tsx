import { Suspense, use, useMemo } from 'react'
import './kit.css'

type Katex = typeof import('katex').default

let loading: Promise<Katex | undefined> | undefined

/** KaTeX and its fonts come with the first formula; without them (offline) the source is shown. */
const load = (): Promise<Katex | undefined> => {
  loading ??= Promise.all([import('katex'), import('katex/dist/katex.min.css')]).then(
    ([module]) => module.default,
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
  const katex = use(load())
  const html = useMemo(
    () => katex?.renderToString(tex, { displayMode: block, throwOnError: false, trust: false, strict: false }),
    [katex, tex, block],
  )
  if (html === undefined) return <span className="tex-wait">{tex}</span>
  // KaTeX escapes its input, and `trust: false` forbids links, images and attributes.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: see above; the source is a method's formula or our own numbers.
  return <span className="tex" dangerouslySetInnerHTML={{ __html: html }} />
}
