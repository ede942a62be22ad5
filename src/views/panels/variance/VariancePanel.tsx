import { useState, useSyncExternalStore } from 'react'
import type { Recipe } from '../../../core/recipe.ts'
import { createMeasurer, estimatorsBeside, type Measuring } from '../../../store/variance.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { percent, short } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import { QualityTable, titleOfRecipe } from './QualityTable.tsx'
import { measuredOf, progressOf } from './quality.ts'
import './variance.css'

/** One for the whole page: a measurement goes on while another picture is looked at. */
const measurer = createMeasurer()

const batches = [50, 200, 1000] as const

/** How good one batch's gradient is, as this run estimates it and as others do, against the exact gradient. */
export function VariancePanel({ recipe, params }: PanelProps) {
  const measuring = useSyncExternalStore(measurer.subscribe, measurer.get, () => undefined)
  const recipes = recipe && estimatorsBeside(recipe, Number(params.problems))
  const shown = recipes && sameRecipes(measuring, recipes) ? measuring : undefined
  return (
    <section className="panel variance" aria-label="Bias and variance of the gradient">
      <p className="prose">
        One batch gives one estimate of the gradient. Many batches, drawn from the policy as this run starts it, show
        how far the estimates lie from the exact gradient of the expected reward on average (bias), and how far they
        scatter (noise). Nothing is trained, and the run goes on beside it.
      </p>
      <Controls recipes={recipes} measuring={measuring} isTable={recipe?.policy === 'tabular'} />
      {shown && <QualityTable measuring={shown} />}
      <Numbers measuring={shown} />
    </section>
  )
}

const sameRecipes = (measuring: Measuring | undefined, recipes: readonly Recipe[]): boolean =>
  JSON.stringify(measuring?.recipes.map(withoutBudget)) === JSON.stringify(recipes.map(withoutBudget))

/** What decides about the first update: not how long a run is, nor how it is probed. */
const withoutBudget = ({ params: { iterations: _, probeEvery: __, ...params }, ...recipe }: Recipe): Recipe => ({
  ...recipe,
  params,
})

interface ControlsProps {
  readonly recipes: readonly Recipe[] | undefined
  readonly measuring: Measuring | undefined
  readonly isTable: boolean
}

function Controls({ recipes, measuring, isTable }: ControlsProps) {
  const [repeats, setRepeats] = useState<number>(batches[1])
  if (!recipes)
    return (
      <p className="panel-note">
        There is no policy to draw from: recorded rollouts have none, and a run with a program waits until that may run.
      </p>
    )
  if (!isTable)
    return (
      <p className="panel-note">The exact gradient is known for a table of logits: take the policy “tabular” for it.</p>
    )
  const isRunning = measuring?.isRunning === true
  return (
    <div className="variance-controls">
      <label className="field">
        Batches
        <select
          className="select"
          value={repeats}
          disabled={isRunning}
          onChange={event => setRepeats(Number(event.target.value))}
        >
          {batches.map(count => (
            <option key={count}>{count}</option>
          ))}
        </select>
      </label>
      {isRunning ? (
        <button type="button" className="button" onClick={measurer.cancel}>
          Cancel
        </button>
      ) : (
        <button type="button" className="button" onClick={() => measurer.start({ recipes, repeats })}>
          Measure bias and variance
        </button>
      )}
      {isRunning && <Progress share={progressOf(measuring.rows, measuring.repeats)} />}
    </div>
  )
}

const Progress = ({ share }: { readonly share: number }) => (
  <span className="variance-progress">
    <progress value={share} aria-label="Measured" />
    <span className="number">{percent(share)}</span>
  </span>
)

const head = ['estimator', 'cosine', 'bias', '±', 'left by noise', 'noise', '±', 'signal', 'scale', 'responses']

/** All that was measured, in the words of the command `variance`. */
const Numbers = ({ measuring }: { readonly measuring: Measuring | undefined }) => (
  <DataTable label="Bias and variance" head={head} rows={() => numbersOf(measuring)} />
)

const numbersOf = (measuring: Measuring | undefined): readonly (readonly string[])[] =>
  (measuring?.recipes ?? []).flatMap((recipe, i) => {
    const found = measuredOf(measuring?.rows[i])
    if (!found) return []
    const { quality, error, responses } = found
    const { cosine, bias, noiseInMean, noise, signal, scale } = quality
    const values = [cosine, bias, error.bias, noiseInMean, noise, error.noise, signal, scale, responses]
    return [[titleOfRecipe(recipe), ...values.map(short)]]
  })
