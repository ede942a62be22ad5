import { problemsBySource } from '../../core/formulas/selection.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawInteger, drawWeighted } from '../../core/rng.ts'
import { sharedParts } from '../../core/trainings.ts'
import { chances, learned, lesson, type Worth } from './sec.math.ts'

/** The state of the curriculum slot, which only this method writes. */
const known = (state: unknown): Worth => (state ?? {}) as Worth

/** Source: abstract of arXiv 2505.14970; rate and temperature are assumed. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'sec',
  title: 'SEC',
  paper: { title: 'Self-evolving curriculum for LLM reasoning', id: '2505.14970', year: 2025 },
  idea: 'Draw problems from the sources that teach most at the moment: a bandit over difficulties, paid with the mean size of the advantages that each gave.',
  formula: String.raw`c \sim \operatorname{softmax}(Q/\tau), \qquad Q_c \leftarrow \alpha \operatorname{mean}_{i \in c}|\hat A_i| + (1-\alpha)\, Q_c`,
  symbols: {
    c: { is: 'source', text: 'a source: a kind or a difficulty of problems' },
    Q: { is: 'source', text: 'what each source has taught lately; 0 at first' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    '\\alpha': { is: 'newestWeight', text: 'weight of what the source taught in this iteration' },
    '\\tau': { is: 'sourceTemperature', text: 'temperature: small values draw from the best source only' },
  },
  claim:
    'Advantages are large where about half of the answers are right, so the drawing should move from easy sources to hard ones as the policy learns. Watch the shares of the sources on combination-chain, and the rollouts that it needs until the longest chain is solved, beside those of GRPO.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Advantages divided by the spread are of similar size at every pass rate but 0 and 1: at temperature 1 the drawing stays nearly uniform.',
    'Groups that all agree must be counted with 0; left out, hopeless sources look as good as others.',
    'Reward and share of correct answers in the batch tell of the mixture that was drawn: compare on the probe problems.',
  ],
  versusGrpo: 'The same update; which problems are asked follows what their source taught last.',
  tasks: ['combination-chain'],
  training: sharedParts,
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      params: {
        newestWeight: number({
          label: 'Weight of the newest α',
          default: 0.5,
          min: 0,
          max: 1,
          note: '1 remembers the last iteration only.',
        }),
        sourceTemperature: number({
          label: 'Temperature of sources τ',
          default: 0.25,
          min: 0.01,
          max: 10,
          note: 'Large values draw all sources alike.',
        }),
      },
      choose: (pool, count, { sourceTemperature }, { draw, state }) => {
        const problems = problemsBySource(pool)
        const sources = [...problems.keys()]
        const weights = chances(known(state), sources, sourceTemperature)
        const choices = Array.from({ length: count }, () => {
          const own = problems.get(sources[drawWeighted(draw, weights)]!) ?? []
          return { problem: own[drawInteger(draw, own.length)]! }
        })
        return { choices }
      },
      observe: (
        { rollouts, group, source, advantage = new Float32Array(rollouts) },
        _,
        { newestWeight },
        { state },
      ) => {
        const met = new Map<number, number[]>()
        group.forEach((g, i) => {
          const at = source?.[g] ?? 0
          met.set(at, [...(met.get(at) ?? []), advantage[i]!])
        })
        const lessons = new Map([...met].map(([at, advantages]) => [at, lesson(advantages)]))
        return learned(known(state), lessons, newestWeight)
      },
    }),
  },
})
