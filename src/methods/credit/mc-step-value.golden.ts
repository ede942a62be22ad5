/** Derived: Math-Shepherd’s hard and soft labels of steps. */
import { estimateOf, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'

const labels: GoldenFamily = {
  file: 'credit/mc-step-value',
  run: ({ inputs, params }) => {
    const K = number(params.K)
    const soft = vector(inputs.correct_completions_after_step).map(count => count / K)
    // Nothing is known before the first step.
    const sampledValue = [[Number.NaN, ...soft.slice(0, -1)]]
    const given = { mask: [soft.map(() => 1)], reward: [soft.at(-1)!], columns: { sampledValue } }
    const under = (label: string) =>
      estimateOf('mc-step-value', settings('mc-step-value', 'none', { continuations: K, label }), given).explain
    const labelled = (label: string) => [...under(label).stepLabel!.values]
    return {
      soft: labelled('soft'),
      hard: labelled('hard'),
      progress: labelled('progress'),
      first_error_step: under('soft').firstError!.values[0],
      standard_error: [...under('soft').standardError!.values],
    }
  },
}

export default [labels] satisfies readonly GoldenFamily[]
