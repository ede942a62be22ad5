/** huggingface/search-and-learn src/sal/search/beam_search.py and diverse_verifier_tree_search.py (6f81cac). */
import { aggregated, type StepAggregate } from '../../core/formulas/judged.ts'
import type { Path, Searched } from '../../core/formulas/searching.ts'
import { flag, type GoldenFamily, meaning, number } from '../golden/harness.ts'
import { scripted } from '../golden/scripted-search.ts'
import { beamSearch } from './beam-search.math.ts'
import { diverseTrees } from './dvts.math.ts'

const aggregates: Readonly<Record<string, StepAggregate>> = { min: 'min', prod: 'product', last: 'last' }

const family: GoldenFamily = {
  file: 'preference/beam-dvts',
  ignored: { note: 'words on how the stub answers' },
  run: async ({ inputs, params }) => {
    const { handle, stepsOf } = scripted({ continuations: inputs.continuations, prm: inputs.prm }, steps =>
      steps.join(''),
    )
    const aggregate = meaning(params.agg_strategy, aggregates)
    const settings = {
      beams: number(params.n),
      width: number(params.beam_width),
      stepTokens: 1,
      maxSteps: number(params.num_iterations),
      aggregate,
    }
    const textOf = ({ tokens }: Path) => stepsOf(tokens).join('')
    const frontiersOf = ({ frontiers }: Searched) => frontiers.map(frontier => frontier.map(textOf))
    const told = (found: Searched) => {
      const score = found.paths.map(({ scores }) => aggregated(scores, aggregate))
      const best = score.reduce((at, value, i) => (value > score[at]! ? i : at), 0)
      return { texts: found.paths.map(textOf), score, selected: textOf(found.paths[best]!) }
    }
    if (!('filter_duplicates' in params)) {
      const found = await diverseTrees(handle, settings)
      const { texts, score, selected } = told(found)
      return { expanded_per_iteration: frontiersOf(found), final_candidates: texts, scores: score, selected }
    }
    const found = await beamSearch(handle, settings, {
      duplicates: flag(params.filter_duplicates) ? 'drop' : 'keep',
      completed: flag(params.sort_completed) ? 'best' : 'first',
    })
    const { texts, score, selected } = told(found)
    return { frontier_per_iteration: frontiersOf(found), completed: texts, completed_scores: score, selected }
  },
}

export default [family] satisfies readonly GoldenFamily[]
