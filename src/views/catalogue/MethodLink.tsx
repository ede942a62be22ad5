import type { ReactNode } from 'react'
import { methods } from '../../methods/index.ts'
import { methodHash } from '../../store/route.ts'

/** A link to a method's page, by its title. */
export function MethodLink({ id, children }: { readonly id: string; readonly children?: ReactNode }) {
  return <a href={methodHash(id)}>{children ?? methods.get(id)?.title ?? id}</a>
}

/** A link to a paper, which leaves the page. */
export const Arxiv = ({ id }: { readonly id: string }) => (
  <a href={`https://arxiv.org/abs/${id}`} rel="noopener noreferrer" target="_blank">
    arXiv {id}
  </a>
)
