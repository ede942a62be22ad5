import { lazy, Suspense } from 'react'
import { nearest } from '../../core/fail.ts'
import type { Method } from '../../core/method.ts'
import { titleOf } from '../../core/params.ts'
import { methodOf, methods, type ResolvedMethod, resolveMethod, resolveRecipe, yardstick } from '../../methods/index.ts'
import { wordsOf } from '../../methods/words.ts'
import { lacks } from '../../store/select/needs.ts'
import { taskOf } from '../../tasks/index.ts'
import { Figures } from '../figures/Figures.tsx'
import { useRun } from '../shell/page.ts'
import { FormulaAgainst } from './FormulaAgainst.tsx'
import { MethodClaims } from './MethodClaims.tsx'
import { Arxiv, MethodLink, MethodName } from './MethodLink.tsx'
import { OnYourGroup } from './OnYourGroup.tsx'
import { Params } from './Params.tsx'
import { References } from './References.tsx'
import { SlotsTable } from './SlotsTable.tsx'
import { Symbols } from './Symbols.tsx'
import { standInOf } from './stand-in.ts'
import { TrainedWith } from './TrainedWith.tsx'
import { TryIt } from './TryIt.tsx'
import { confidenceWords, needText } from './words.ts'

/** They bring the texts of all lessons. */
const MethodLessons = lazy(() => import('./MethodLessons.tsx'))

/** All that a method's file says, and what follows from it: in the order in which a student asks. */
export function MethodPage({ method }: { readonly method: Method }) {
  const { id, title } = method
  const { idea, claim, pitfalls = [], versusGrpo } = wordsOf(id)
  const resolved = resolveMethod(id)
  return (
    <article className="method">
      <header className="page-head">
        <StandIn resolved={resolved} />
        <h2>{title}</h2>
        <p className="page-lead">{idea}</p>
        <Origin method={method} />
        <TryIt method={method} />
      </header>
      <section className="method-part">
        <h3>In pictures</h3>
        <p className="panel-note">
          Drawn by the method’s own code on small made-up batches. Point at a curve, or use the arrow keys, for exact
          values.
        </p>
        <Figures method={resolved} />
      </section>
      <OnYourGroup method={resolved} />
      <section className="method-part">
        <h3>Formula</h3>
        <FormulaAgainst method={method} />
        <Symbols resolved={resolved} />
      </section>
      <section className="method-part">
        <h3>Parameters</h3>
        <Params resolved={resolved} />
        <TrainedWith method={method} />
      </section>
      <section className="method-part">
        <h3>What it is said to do</h3>
        <p className="prose">{claim}</p>
        <MethodClaims id={id} />
        <Combined id={id} />
      </section>
      <section className="method-part">
        <h3>{id === yardstick ? 'Slots' : `Slots, against ${methodOf(yardstick).title}`}</h3>
        <p className="prose">{versusGrpo}</p>
        <SlotsTable id={id} />
      </section>
      <Suspense>
        <MethodLessons id={id} />
      </Suspense>
      <Needs resolved={resolved} />
      <Shipped method={method} />
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

/** What here takes the place of what the paper used: said before anything else. */
function StandIn({ resolved }: { readonly resolved: ResolvedMethod }) {
  const words = standInOf(resolved)
  if (words === undefined) return null
  return (
    <p className="stand-in">
      <b>Stand-in</b> {words}
    </p>
  )
}

function Origin({ method: { id, confidence } }: { readonly method: Method }) {
  const { paper } = wordsOf(id)
  return (
    <p className="method-paper">
      {paper.title}, {paper.year}
      {paper.id && (
        <>
          {', '}
          <Arxiv id={paper.id} />
        </>
      )}
      . <span className="mono method-id">{id}</span> ·{' '}
      <span className="confidence" data-confidence={confidence}>
        {confidence}
      </span>{' '}
      {confidenceWords[confidence].long}
    </p>
  )
}

/** Trainers that have the method, in the versions that were read. */
const Shipped = ({ method: { shipped = [] } }: { readonly method: Method }) => (
  <section className="method-part">
    <h3>Who ships it</h3>
    <p className="prose">
      {shipped.length > 0
        ? `${shipped.map(convention => titleOf(convention)).join(', ')}.`
        : 'None of the trainers that were read.'}
    </p>
  </section>
)

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
