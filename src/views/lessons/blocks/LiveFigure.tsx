import { lazy, Suspense, useEffect, useState } from 'react'
import type { LiveBlock } from '../../../core/lesson.ts'
import { presets } from '../../../core/presets.ts'
import { blankRecipe } from '../../../core/recipe.ts'
import { applyDifference, specsOf } from '../../../core/recipe-check.ts'
import { resolveRecipe } from '../../../methods/index.ts'
import { explainedSpecs } from '../../../methods/words.ts'
import { createLivePage, type LivePage } from '../../../store/lesson/live.ts'
import { lookups, paramsOf } from '../../../store/recipe-edits.ts'
import { nothingSelected } from '../../../store/state.ts'
import { panels } from '../../panels.ts'
import { LookProvider } from '../../shell/look.ts'
import { PageProvider, useActions, useRun } from '../../shell/page.ts'
import { Skeleton } from '../../shell/Skeleton.tsx'
import { Transport } from '../../shell/Transport.tsx'
import { Picture } from '../../shell/Work.tsx'
import { useLesson } from '../lesson-context.ts'
import { Line } from '../Prose.tsx'
import { ParamRow } from './ParamRow.tsx'

const Curves = lazy(() => import('../../curves/Curves.tsx'))

/** A picture of the playground on a run of the lesson's own, in a worker that ends with the figure. */
export function LiveFigure({ block }: { readonly block: LiveBlock }) {
  const { answers, lesson, link } = useLesson()
  const outer = useActions()
  const [live, setLive] = useState<LivePage>()
  useEffect(() => () => live?.end(), [live])
  const { preset = presets[0].id, change = {} } = block.recipe
  const base = presets.find(({ id }) => id === block.recipe.preset)?.recipe ?? blankRecipe
  const recipe = applyDifference(change, base, lookups)
  const isSecret =
    block.secret === true &&
    !lesson.blocks.some(
      one => one.kind === 'predict' && one.about === block.id && answers.guesses[one.id] !== undefined,
    )
  const start = () =>
    setLive(createLivePage({ recipe, preset, tab: block.show, signal: block.signal, iteration: block.at.iteration }))
  const openInPlayground = () => {
    outer.openAt(recipe, preset, nothingSelected)
    outer.chooseTab(block.show)
    location.hash = '#/'
  }
  return (
    <figure className="lesson-figure lesson-wide">
      {live ? (
        <PageProvider value={live.page}>
          <Running block={block} />
        </PageProvider>
      ) : (
        <div className="lesson-wait">
          <button type="button" className="button button-primary" onClick={start}>
            Start this run
          </button>
        </div>
      )}
      <figcaption>
        <Line text={block.caption} />{' '}
        {!isSecret && !link.hide.includes('controls') && (
          <button type="button" className="link-button" onClick={openInPlayground}>
            Open in the playground
          </button>
        )}
      </figcaption>
    </figure>
  )
}

function Running({ block }: { readonly block: LiveBlock }) {
  const panel = panels.find(({ id }) => id === block.show)
  return (
    <div className="lesson-live">
      <Transport />
      <Controls block={block} />
      <div className="lesson-live-picture">
        {panel ? (
          <LookProvider>
            <Picture panel={panel} />
          </LookProvider>
        ) : (
          <Suspense fallback={<Skeleton rows={6} />}>
            <Curves />
          </Suspense>
        )}
      </div>
    </div>
  )
}

function Controls({ block }: { readonly block: LiveBlock }) {
  const { link } = useLesson()
  const recipe = useRun(run => run.recipe)
  const { setParam } = useActions()
  if (block.controls.length === 0 || link.hide.includes('controls')) return null
  const specs = { ...specsOf(recipe, lookups), ...explainedSpecs(resolveRecipe(recipe)) }
  const values = paramsOf(recipe)
  return (
    <div className="lesson-controls">
      {block.controls.map(key => {
        const spec = specs[key]
        return (
          spec && (
            <ParamRow
              key={key}
              id={`${block.id}-${key}`}
              name={key}
              spec={spec}
              value={values[key] ?? spec.default}
              onValue={value => setParam(key, value)}
            />
          )
        )
      })}
    </div>
  )
}
