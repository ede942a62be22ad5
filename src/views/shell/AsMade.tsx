import type { Recipe } from '../../core/recipe.ts'
import { holdsAt, trainingAt, unlikeMade } from '../../methods/as-made.ts'
import { methodOf } from '../../methods/index.ts'
import { withParams } from '../../store/recipe-edits.ts'
import { settingWords } from '../catalogue/TrainedWith.tsx'
import { TryIt } from '../catalogue/TryIt.tsx'
import { useActions } from './page.ts'

/**
 * The settings that the chosen method is made for. They are offered and not taken by themselves, because a method is
 * mostly chosen to be compared with the run before it, at the same settings.
 */
export function AsMade({ recipe }: { readonly recipe: Recipe }) {
  const { edit } = useActions()
  const method = methodOf(recipe.method)
  const { training } = method
  if (!training) return null
  const holds = holdsAt(training, recipe)
  const missing = unlikeMade(recipe)
  return (
    <>
      <p className="setup-idea" role="status">
        It is made for {training.because}. {holds && missing.length === 0 && 'So it is trained here.'}
      </p>
      {!holds && <TryIt method={method} />}
      {holds && missing.length > 0 && (
        <button
          type="button"
          className="button button-small"
          onClick={() => edit(withParams(recipe, trainingAt(recipe.method, recipe)))}
        >
          Train it so: {settingWords(missing)}
        </button>
      )}
    </>
  )
}
