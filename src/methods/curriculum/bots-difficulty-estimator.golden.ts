/** Trinity-RFT trinity/buffer/selector/difficulty_estimator.py InterpolationBetaPREstimator.update, predict_pr (9051d63). */
import { flag, type GoldenFamily, list, matrix, number, record, settings, vector } from '../golden/harness.ts'
import { expected, fresh, informed, scoreOf } from './bots-difficulty-estimator.math.ts'

export default [
  {
    file: 'data/bots-difficulty-estimator',
    ignored: {
      adaptive_rho: 'halves the share of guesses only where they err by 0.25 or more: in these cases they do not',
    },
    run: ({ inputs, params }) => {
      const anchors = matrix(inputs.features).map(([weak = 0, strong = 0]) => ({ weak, strong }))
      const values = settings('bots-difficulty-estimator', 'none', {
        evidence: number(params.m),
        forget: number(params.lamb),
        guessShare: number(params.rho),
        abilityMemory: number(params.cap_coef_update_discount),
        adaptive: flag(params.adaptive_rho) ? 'on' : 'off',
        targetRate: number(params.target),
      })
      const rules = {
        rollouts: Number(values.evidence),
        forget: Number(values.forget),
        abilityMemory: Number(values.abilityMemory),
        adaptive: values.adaptive === 'on',
      }
      let estimator = fresh(anchors.length, Number(values.guessShare))
      return {
        trace: list(inputs.steps).map(step => {
          const { indices, pass_rates } = record(step)
          const rates = vector(pass_rates)
          const measured = new Map(vector(indices).map((problem, i) => [problem, rates[i]!]))
          estimator = informed(estimator, anchors, measured, rules)
          const predicted = expected(estimator)
          return {
            alphas: estimator.alpha,
            betas: estimator.beta,
            cap_coef: estimator.ability,
            rho: estimator.guessShare,
            predicted,
            score: predicted.map(rate => scoreOf(rate, Number(values.targetRate))),
          }
        }),
      }
    },
  },
] satisfies readonly GoldenFamily[]
