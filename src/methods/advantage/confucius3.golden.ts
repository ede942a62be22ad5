/** Derived from the report: hardness weighting and targeted entropy. */
import { estimateOf, type GoldenFamily, lossOf, number, settings, vector } from '../golden/harness.ts'

const confucius: GoldenFamily = {
  file: 'objective/confucius3',
  notRun: ({ name }) =>
    name === 'recent-sample-recovery'
      ? 'surplus groups are not carried over to the next update: the curriculum drops and draws again'
      : undefined,
  notCompared: { kept: 'which groups are kept is the curriculum’s business, tested in dapo.test.ts' },
  run: ({ inputs, params }) => {
    if (inputs.entropy !== undefined) {
      const values = settings('confucius3-ter', 'paper', {
        entropyGoal: number(params.target),
        goalWeight: number(params.coef),
        klCoefficient: 0,
      })
      const given = { mask: [[1]], columns: { logp: [[-1]], credit: [[0]], oldEntropy: [[number(inputs.entropy)]] } }
      const { loss, gradient } = lossOf('confucius3-ter', values, given)
      return { loss, dloss_dH: gradient.entropy![0]![0] }
    }
    const reward = vector(inputs.reward)
    const values = settings('confucius3', 'paper', { slope: number(params.alpha), intercept: number(params.beta) })
    const { advantage, explain } = estimateOf('confucius3', values, { mask: reward.map(() => [1]), reward })
    return { mu: explain.mean!.values[0], D: explain.hardness!.values[0], advantage }
  },
}

export default [confucius] satisfies readonly GoldenFamily[]
