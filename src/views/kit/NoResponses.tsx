import type { Recipe } from '../../core/recipe.ts'

/** In place of a picture of nothing: what would fill it. A log is as it is. */
export const NoResponses = ({ recipe }: { readonly recipe: Recipe | undefined }) => (
  <p className="panel-empty">
    {recipe ? 'No responses yet. Press Play, or run one iteration.' : 'The log has no responses in this iteration.'}
  </p>
)
