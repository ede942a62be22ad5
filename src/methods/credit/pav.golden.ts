/** Derived: progress = change of 1 - (1 - Q)^K; effective reward Q + alpha * progress. */
import { estimateOf, type GoldenFamily, number, settings, vector } from '../golden/harness.ts'

const progress: GoldenFamily = {
  file: 'credit/pav',
  run: ({ inputs, params }) => {
    const values = vector(inputs.policy_success_prob_at_prefixes)
    const before = values.slice(0, -1)
    const given = { mask: [before.map(() => 1)], reward: [number(inputs.outcome)], columns: { prefixValue: [before] } }
    const under = (progressWeight: number) =>
      estimateOf('pav', settings('pav', 'none', { attempts: number(params.K), progressWeight }), given)
    const { explain } = under(number(params.alpha))
    const gained = [...explain.progress!.values]
    const telescoped = gained.reduce((total, gain) => total + gain, 0)
    return {
      prover_value: [...explain.proverValue!.values, explain.proverValue!.values[0]! + telescoped],
      progress: gained,
      policy_advantage: under(0).credit[0],
      effective_reward: [...explain.effective!.values],
      telescoped,
    }
  },
}

export default [progress] satisfies readonly GoldenFamily[]
