import { problemsBySource } from '../../core/formulas/selection.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { drawInteger, drawWeighted } from '../../core/rng.ts'
import { sharedParts } from '../../core/trainings.ts'
import { chances, type Records, recorded } from './dump.math.ts'

/** The state of the curriculum slot, which only this method writes. */
const known = (state: unknown): Records => (state ?? {}) as Records

/** Golden: ZhentingWang/DUMP verl/utils/curriculum_learning.py (235e85d). */
export default defineMethod({
  id: 'dump',
  title: 'DUMP',
  paper: {
    title: 'DUMP: automated distribution-level curriculum learning for RL-based LLM post-training',
    id: '2504.09710',
    year: 2025,
  },
  idea: 'Draw problems from the source whose recent advantages were largest, or that has been met so rarely that one cannot know: an upper confidence bound for each source.',
  formula: String.raw`d \sim \operatorname{softmax}\!\Big(\frac{1}{\tau}\Big[\,L_d + c\,\sqrt{\tfrac{2 \log(N+1)}{n_d+1}}\;\Big]\Big), \qquad L_d = \operatorname{mean}_{W_d} |\hat A_i|`,
  symbols: {
    d: { is: 'source', text: 'a source: a kind or a difficulty of problems' },
    L_d: { is: 'source', text: 'mean size of the latest advantages of source d' },
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    W_d: { is: 'window', text: 'the latest responses of source d, at most so many' },
    n_d: { is: 'group', text: 'responses of source d so far; N is their sum over all sources' },
    N: { is: 'problem', text: 'responses of all sources so far' },
    c: { is: 'explorationWeight', text: 'weight of the bonus for what was met rarely' },
    '\\tau': { is: 'sourceTemperature', text: 'temperature: small values draw from the best source only' },
  },
  claim:
    'Hard sources are learned sooner than with uniform drawing, and none is forgotten for good: the bonus of a neglected source grows until it is met again. Watch the shares of the sources on combination-chain beside those of SEC, which can starve one.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The paper’s signal is the advantage of training responses; the released trainer feeds the bandit in its validation pass, with rewards in place of advantages. Here the paper’s.',
    'At temperature 0.1 a source that was never met is practically certain to be drawn next.',
    'The count of responses forgets nothing: late in a run the bonus hardly changes, and the window alone decides.',
  ],
  versusGrpo:
    'The same update; which problems are asked follows an upper confidence bound of what their source teaches.',
  tasks: ['combination-chain'],
  training: sharedParts,
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      params: {
        window: number({
          label: 'Window k',
          default: 300,
          paper: 300,
          min: 1,
          max: 10_000,
          integer: true,
          note: 'Latest responses of a source whose advantages count.',
        }),
        explorationWeight: number({
          label: 'Weight of the bonus',
          default: 1,
          paper: 1,
          min: 0,
          max: 10,
          note: '0 goes by advantages alone.',
        }),
        sourceTemperature: number({
          label: 'Temperature of sources τ',
          default: 0.1,
          paper: 0.1,
          min: 0.01,
          max: 10,
          note: 'Large values draw all sources alike.',
        }),
      },
      choose: (pool, count, { sourceTemperature, explorationWeight }, { draw, state }) => {
        const problems = problemsBySource(pool)
        const sources = [...problems.keys()]
        const weights = chances(known(state), sources, sourceTemperature, explorationWeight)
        const choices = Array.from({ length: count }, () => {
          const own = problems.get(sources[drawWeighted(draw, weights)]!) ?? []
          return { problem: own[drawInteger(draw, own.length)]! }
        })
        return { choices }
      },
      observe: ({ rollouts, group, source, advantage = new Float32Array(rollouts) }, _, { window }, { state }) => {
        let records = known(state)
        group.forEach((g, i) => {
          records = recorded(records, source?.[g] ?? 0, [advantage[i]!], window)
        })
        return records
      },
    }),
  },
})
