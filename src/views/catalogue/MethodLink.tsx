import { Fragment, type ReactNode } from 'react'
import { takenClauses } from '../../core/recipe-slots.ts'
import { methods, type ResolvedMethod, titleOf } from '../../methods/index.ts'
import { methodHash } from '../../store/route.ts'

/** A link to a method's page, by its title. */
export function MethodLink({ id, children }: { readonly id: string; readonly children?: ReactNode }) {
  return (
    <a className="link" href={methodHash(id)}>
      {children ?? titleOf(id)}
    </a>
  )
}

/** The name of what a run trains, with a link to each method that has a part in it; one's own has no page. */
export const MethodName = ({ method, taken }: Pick<ResolvedMethod, 'method' | 'taken'>) => (
  <>
    {methods.has(method.id) ? <MethodLink id={method.id} /> : method.title}
    {takenClauses(taken).map(({ slot, id, before }) => (
      <Fragment key={slot}>
        {before}
        {methods.has(id) ? <MethodLink id={id} /> : <span className="mono">{id}</span>}
      </Fragment>
    ))}
  </>
)

/** A link to a paper, which leaves the page. */
export const Arxiv = ({ id }: { readonly id: string }) => (
  <a href={`https://arxiv.org/abs/${id}`} rel="noopener noreferrer" target="_blank">
    arXiv {id}
  </a>
)
