import { nearest } from '../../core/fail.ts'
import type { Method } from '../../core/method.ts'
import { methodOf, methods, type ResolvedMethod, resolveMethod, resolveRecipe, yardstick } from '../../methods/index.ts'
import { lacks } from '../../store/select/needs.ts'
import { taskOf } from '../../tasks/index.ts'
import { Tex } from '../kit/Tex.tsx'
import { useRun } from '../shell/page.ts'
import { MethodClaims } from './MethodClaims.tsx'
import { Arxiv, MethodLink, MethodName } from './MethodLink.tsx'
import { Params } from './Params.tsx'
import { References } from './References.tsx'
import { SlotsTable } from './SlotsTable.tsx'
import { Symbols } from './Symbols.tsx'
import { TrainedWith } from './TrainedWith.tsx'
import { TryIt } from './TryIt.tsx'
import { Wide } from './Wide.tsx'
import { confidenceWords, needText } from './words.ts'

/** All that a method's file says, and what follows from it. */
export function MethodPage({ method }: { readonly method: Method }) {
  const { id, title, idea, paper, formula, claim, confidence, pitfalls = [], versusGrpo } = method
  const resolved = resolveMethod(id)
  return (
    <article className="method">
      <header className="page-head">
        <h2>{title}</h2>
        <p className="page-lead">{idea}</p>
        <p className="method-paper">
          {paper.title}, {paper.year}
          {paper.id && (
            <>
              {', '}
              <Arxiv id={paper.id} />
            </>
          )}
          . <span className="mono method-id">{id}</span>
        </p>
        <p className="method-paper">
          <span className="confidence" data-confidence={confidence}>
            {confidence}
          </span>{' '}
          {confidenceWords[confidence].long}
        </p>
      </header>
      <section className="method-part">
        <h3>What it is said to do</h3>
        <p className="prose">{claim}</p>
        <MethodClaims id={id} />
        <TryIt method={method} />
        <TrainedWith method={method} />
        <Combined id={id} />
      </section>
      <section className="method-part">
        <h3>Formula</h3>
        <Wide label="Formula">
          <div className="method-formula">
            <Tex tex={formula} block />
          </div>
        </Wide>
        <Symbols resolved={resolved} />
      </section>
      <section className="method-part">
        <h3>{id === yardstick ? 'Slots' : `Slots, against ${methodOf(yardstick).title}`}</h3>
        <p className="prose">{versusGrpo}</p>
        <SlotsTable id={id} />
      </section>
      <section className="method-part">
        <h3>Parameters</h3>
        <Params resolved={resolved} />
      </section>
      <Needs resolved={resolved} />
      {pitfalls.length > 0 && (
        <section className="method-part">
          <h3>Pitfalls</h3>
          <ul className="prose">
            {pitfalls.map(pitfall => (
              <li key={pitfall}>{pitfall}</li>
            ))}
          </ul>
        </section>
      )}
      <References method={method} />
    </article>
  )
}

/** The run that has this method together with others. */
function Combined({ id }: { readonly id: string }) {
  const recipe = useRun(run => run.recipe)
  const { method, taken } = resolveRecipe(recipe)
  const ids = Object.values(taken)
  if (ids.length === 0 || ![method.id, ...ids].includes(id)) return null
  return (
    <p className="prose">
      Your run combines it: <MethodName method={method} taken={taken} />.
    </p>
  )
}

/** What must be recorded before the method can be computed, and whether the present task records it. */
function Needs({ resolved }: { readonly resolved: ResolvedMethod }) {
  const recipe = useRun(run => run.recipe)
  const task = taskOf(recipe.task)
  const missing = lacks(resolved.method.id, recipe)
  const extra = resolved.regularisers.filter(({ owner }) => owner !== 'house').flatMap(({ part }) => part.needs)
  const needs = new Set<string>([...resolved.needs, ...(resolved.objective?.part.needs ?? []), ...extra])
  return (
    <section className="method-part">
      <h3>Needs</h3>
      {needs.size === 0 ? (
        <p className="prose">Responses in groups with their rewards, and nothing else.</p>
      ) : (
        <ul className="prose">
          {[...needs].map(need => (
            <li key={need}>
              {needText(need)} <span className="mono method-id">{need}</span>
            </li>
          ))}
        </ul>
      )}
      <p className={missing ? 'warning-text' : 'panel-note'}>
        {missing ?? `${task.title}, the present task, has it all.`}
      </p>
    </section>
  )
}

/** For an address that names no method: the nearest three. */
export function Unknown({ id }: { readonly id: string }) {
  return (
    <article className="method">
      <header className="page-head">
        <h2>No method is called “{id}”</h2>
        <p className="page-lead">The nearest are:</p>
        <ul className="prose">
          {nearest(id, methods.keys()).map(known => (
            <li key={known}>
              <MethodLink id={known} />
            </li>
          ))}
        </ul>
      </header>
    </article>
  )
}
