import { paramsOf } from '../../store/recipe-edits.ts'
import { usePage } from '../shell/page.ts'
import { extentOf } from './extent.ts'

/** Iterations that every picture over time spans. */
export const useExtent = (): number =>
  usePage(({ run, past }) =>
    extentOf(
      Math.max(run.iteration, run.series.length),
      Math.min(past?.series.length ?? 0, 2 * Math.max(25, run.iteration)),
      Number(paramsOf(run.recipe).iterations),
    ),
  )
