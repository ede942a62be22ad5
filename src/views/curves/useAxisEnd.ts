import { paramsOf } from '../../store/recipe-edits.ts'
import { besideRun, shownRun } from '../../store/select/run.ts'
import { usePage } from '../shell/page.ts'
import { axisEnd } from './time-axis.ts'

/** Iterations that every picture over time spans. */
export const useAxisEnd = (): number =>
  usePage(state => {
    const run = shownRun(state)
    return axisEnd(
      Math.max(run.iteration, run.series.length),
      Math.min(besideRun(state)?.series.length ?? 0, 2 * Math.max(25, run.iteration)),
      run.log ? 0 : Number(paramsOf(run.recipe).iterations),
    )
  })
