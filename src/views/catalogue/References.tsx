import type { Method } from '../../core/method.ts'
import { methods } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { Arxiv, MethodLink } from './MethodLink.tsx'
import { borrowersOf, fillingsOf } from './slots.ts'

/** The paper, the papers of the parts that it borrows, and the methods that borrow from it. */
export function References({ method }: { readonly method: Method }) {
  const owners = new Set(fillingsOf(method.id).flatMap(({ owner }) => owner ?? []))
  const sources = [...owners].filter(id => id !== method.id).flatMap(id => methods.get(id) ?? [])
  const borrowers = borrowersOf(method.id)
  return (
    <section className="method-part">
      <h3>References</h3>
      <ul className="prose">
        {[method, ...sources]
          .map(({ id }) => ({ id, paper: wordsOf(id).paper }))
          .map(({ id, paper }) => (
            <li key={id}>
              {paper.title}, {paper.year}
              {paper.id && (
                <>
                  {', '}
                  <Arxiv id={paper.id} />
                </>
              )}
              {id !== method.id && (
                <>
                  : parts of <MethodLink id={id} />
                </>
              )}
            </li>
          ))}
      </ul>
      {borrowers.length > 0 && (
        <p className="prose">
          Borrowed from by{' '}
          {borrowers.map(({ id }, i) => (
            <span key={id}>
              {i > 0 && ', '}
              <MethodLink id={id} />
            </span>
          ))}
          .
        </p>
      )}
    </section>
  )
}
