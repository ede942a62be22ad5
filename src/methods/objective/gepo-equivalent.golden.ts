/** Derived from sections 3.2 and 3.3 of arXiv 2505.12723: one group, responses of one token. */
import { type GoldenCase, type GoldenFamily, lossOf, number, settings, vector } from '../golden/harness.ts'

function run({ inputs, params }: GoldenCase) {
  const [winners, losers] = [vector(inputs.logratio_winners), vector(inputs.logratio_losers)]
  const values = settings('gepo-equivalent', 'none', {
    setBeta: number(params.beta),
    spreadPenalty: number(params.lam),
  })
  const logp = [...winners, ...losers]
  const column = (numbers: readonly number[]) => numbers.map(x => [x])
  const { loss, gradient, explain } = lossOf('gepo-equivalent', values, {
    mask: column(logp.map(() => 1)),
    reward: [...winners.map(() => 1), ...losers.map(() => 0)],
    advantage: logp.map(() => 0),
    columns: { logp: column(logp), refLogp: column(logp.map(() => 0)) },
  })
  const slopes = gradient.logp!.flat()
  return {
    margin: explain.setMargin!.flat()[0],
    variance: explain.spread!.flat()[0],
    loss,
    grad_logp_winners: slopes.slice(0, winners.length),
    grad_logp_losers: slopes.slice(winners.length),
  }
}

export default [{ file: 'preference/gepo', run }] satisfies readonly GoldenFamily[]
