import { choicesOf, measuredBy } from '../../core/formulas/selection.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { drawWeighted } from '../../core/rng.ts'
import { fewOfMany } from '../../core/trainings.ts'
import {
  type Anchors,
  anchorsOf,
  type Estimator,
  estimatorParams,
  expected,
  fresh,
  informed,
  picked,
  scoreOf,
} from './bots-difficulty-estimator.math.ts'

interface Known {
  readonly anchors: readonly Anchors[]
  readonly estimator: Estimator
}
/** The state of the curriculum slot, which only this method writes. */
const known = (state: unknown): Known | undefined => state as Known | undefined

/** Golden: Trinity-RFT trinity/buffer/selector/difficulty_estimator.py InterpolationBetaPREstimator, selector.py (9051d63). */
export default defineMethod({
  id: 'bots-difficulty-estimator',
  title: 'BOTS',
  paper: {
    title: 'BOTS: a unified framework for Bayesian online task selection in LLM reinforcement finetuning',
    id: '2510.26374',
    year: 2025,
  },
  idea: 'What a few problems show says how able the policy is between two known models, and that says what to expect of all the others: every problem’s estimate moves with every batch.',
  formula: String.raw`\alpha_q \leftarrow (1-\lambda)\,\alpha_q + \lambda + (1-\rho)\, k\, p_q + \rho\, k\, \big(w_q + a\,(u_q - w_q)\big)`,
  symbols: {
    '\\alpha_q': { is: 'correct', text: 'pseudo-count of solved rollouts of problem q; failed ones alike' },
    p_q: { is: 'correct', text: 'measured pass rate; 0 evidence where q was not asked' },
    w_q: { is: 'weakPart', text: 'pass rate of the weak model at q' },
    u_q: { is: 'strongPart', text: 'pass rate of the strong model at q' },
    a: { is: 'abilityMemory', text: 'ability: 0 as the weak model, 1 as the strong one; a running mean' },
    '\\lambda': { is: 'forget', text: 'share of the counts that fades in each batch' },
    '\\rho': { is: 'guessShare', text: 'share of guesses in the new evidence' },
    k: { is: 'evidence', text: 'rollouts that one measurement weighs as' },
  },
  claim:
    'Problems that were never asked are moved by what others show, so hard ones are taken up as soon as the policy is able, without being tried in vain. Watch the lengths of the chains that are asked beside those of MoPPS, which knows of a problem only what it saw there.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The paper draws pass rates from their distributions; here, as the released selector also can, their means are taken.',
    'The released default aims at pass rate 1, the easiest problems; here at one half.',
    'The ability is not held between the two models: a batch far worse than the weak one pushes all guesses to 0.',
    'Guesses enter as evidence in every batch: with a large share of them, what was measured is soon drowned.',
  ],
  versusGrpo: 'The same update; asked are the problems whose estimated pass rate is nearest to one half.',
  standIn:
    'The paper measures each problem with a weak and a strong model beforehand; here both are made up from the order of the sources, easiest first: at the k-th, a model that gets each part right with a fixed chance solves that chance to the power k.',
  tasks: ['combination-chain'],
  training: fewOfMany,
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      params: estimatorParams,
      choose: (
        pool,
        count,
        { targetRate, selectionTemperature, weakPart, strongPart, guessShare },
        { draw, state },
      ) => {
        const { anchors, estimator } = known(state) ?? {
          anchors: anchorsOf(pool, weakPart, strongPart),
          estimator: fresh(pool.size, guessShare),
        }
        const scores = expected(estimator).map(rate => scoreOf(rate, targetRate))
        const problems = picked(scores, count, selectionTemperature, weights => drawWeighted(draw, weights))
        return { choices: choicesOf(problems, count), state: { anchors, estimator } }
      },
      observe: (batch, problems, { evidence, forget, abilityMemory, adaptive }, { state }) => {
        const before = known(state)
        if (!before) return state
        const measured = [...measuredBy(batch, problems)]
        const rates = new Map(measured.map(([problem, { tried, solved }]) => [problem, solved / tried]))
        const rules = { rollouts: evidence, forget, abilityMemory, adaptive: adaptive === 'on' }
        return { ...before, estimator: informed(before.estimator, before.anchors, rates, rules) }
      },
    }),
  },
})
