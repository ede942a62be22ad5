/** Whole measurements of gradients: from recipes to what comes of them. */
import type { MeasuredVariance } from '../core/gradient-quality.ts'
import type { Recipe } from '../core/recipe.ts'
import type { VarianceAnswer, VarianceRequest, VarianceRow } from '../protocol/variance.ts'
import { openRecipe } from './opening/open.ts'
import { exactGradientOf, measureVariance } from './variance.ts'

/** On a policy of its own, as the recipe starts it. Fails where there is no exact gradient to compare with. */
export async function measureRecipe(
  recipe: Recipe,
  repeats: number,
  told?: (done: number) => void,
): Promise<MeasuredVariance> {
  const { run, dispose } = await openRecipe({ recipe, backend: 'cpu', path: 'fused' })
  try {
    return await measureVariance(run, await exactGradientOf(run), repeats, told)
  } finally {
    dispose()
  }
}

/** Batches between two words of progress. */
const every = 10

/** One recipe after the other; what one fails at does not stop the others. */
export async function measureEach(
  { recipes, repeats }: VarianceRequest,
  post: (answer: VarianceAnswer) => void,
): Promise<void> {
  for (const [place, recipe] of recipes.entries()) {
    const progress = (done: number) => {
      if (done % every === 0) post({ place, row: { done } })
    }
    post({ place, row: await measureRecipe(recipe, repeats, progress).then(asMeasured, asFailed) })
  }
}

const asMeasured = (measured: MeasuredVariance): VarianceRow => ({ measured })
const asFailed = (error: unknown): VarianceRow => ({ failed: error instanceof Error ? error.message : String(error) })
