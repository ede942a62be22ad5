/** Derived from the definition of relative progress estimation: labels of steps, through the selection that the page runs. */
import { batchOf, context, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'preference/genprm-rpe',
  run: ({ inputs, params }) => {
    const chances = [number(inputs.mc_before_first_step), ...vector(inputs.mc_after_step)]
    const batch = {
      ...batchOf({ mask: [chances.slice(1).map(() => 1)] }),
      judgedValue: Float32Array.from(chances.slice(1)),
    }
    const labels = (stepLabel: string) => {
      const own = { stepLabel, progressFloor: number(params.eps), critiquesPerStep: 1 }
      const values = settings('genprm', 'none', own)
      return handOut(resolveMethod('genprm'), values, batch, context, (_, length) => chances[length]!).explain
    }
    const relative = labels('relative progress')
    return {
      progress: [...relative.progress!.values],
      rpe_labels: [...relative.stepScore!.values],
      hard_estimation_labels: [...labels('hard').stepScore!.values],
      soft_estimation: [...labels('soft').stepScore!.values],
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
