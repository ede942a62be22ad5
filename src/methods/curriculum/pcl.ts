import { candidates, choicesOf, measuredBy, nearest } from '../../core/formulas/selection.ts'
import { clamp } from '../../core/math.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { fewOfMany } from '../../core/trainings.ts'
import { regression, type Values } from './pcl.math.ts'

/** The state of the curriculum slot, which only this method writes. */
const known = (state: unknown): Values => (state ?? {}) as Values
/** Of a problem that was never asked. */
const unknown = 0.5

/** Source: abstract of arXiv 2510.01135 and notes on it; golden numbers are derived from the definition. */
export default defineMethod({
  id: 'pcl',
  title: 'PCL',
  paper: { title: 'Prompt curriculum learning for efficient LLM post-training', id: '2510.01135', year: 2025 },
  idea: 'Draw several times more problems than are needed, ask a value model how often each would be solved, and generate only for those nearest to one half; the value model learns from what then came out.',
  formula: String.raw`q^* = \arg\min_{q \le k\,m}\, |V(q) - \tau|, \qquad V = \arg\min_V \textstyle\frac{1}{m}\sum_q \big(V(q) - \operatorname{mean}_i r_i\big)^2`,
  symbols: {
    q: { is: 'problem', text: 'a problem' },
    V: { is: 'problem', text: 'value: the pass rate that is expected of problem q' },
    '\\tau': { is: 'targetRate', text: 'the wanted pass rate' },
    k: { is: 'candidatesPerProblem', text: 'candidates for each place in the batch' },
    m: { is: 'group', text: 'problems of the batch' },
    r_i: { is: 'reward', text: 'outcome of response i to problem q' },
  },
  claim:
    'Groups of middling difficulty have the largest gradients, and a value finds them without generating for the others. Watch the share of groups with a signal beside uniform drawing on combination-chain, and the chains that are asked grow longer.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Values are one iteration old for what was just asked, and as old as its last asking for everything else.',
    'A value that is wrongly at 0 or 1 is not corrected as long as enough candidates look better.',
    'With one candidate for each place this is Dr. GRPO on problems drawn uniformly.',
  ],
  versusGrpo: 'No division by the spread and no KL term; asked are the problems whose value is nearest to one half.',
  standIn:
    'The paper trains a network that reads the problem; here the value is a table, a number for each problem, fitted by the same squared error, so that problems learn nothing from one another.',
  tasks: ['combination-chain', 'modular-arithmetic'],
  training: fewOfMany,
  slots: {
    advantage: 'dr-grpo',
    curriculum: curriculum({
      params: {
        targetRate: number({ label: 'Wanted pass rate τ', default: 0.5, paper: 0.5, min: 0, max: 1 }),
        candidatesPerProblem: number({ label: 'Candidates k', default: 4, paper: 4, min: 1, max: 64, integer: true }),
        valueRate: number({
          label: 'Learning rate of values',
          default: 0.25,
          min: 0,
          max: 0.5,
          note: 'Of the squared error of one problem; 0.5 remembers its latest pass rate only.',
        }),
      },
      choose: (pool, count, { targetRate, candidatesPerProblem }, { draw, state }) => {
        const values = known(state)
        const problems = candidates(pool, candidatesPerProblem * count, draw)
        const places = nearest(
          problems.map(problem => values[problem] ?? unknown),
          count,
          targetRate,
        )
        return {
          choices: choicesOf(
            places.map(place => problems[place]!),
            count,
          ),
        }
      },
      observe: (batch, asked, { valueRate }, { state }) => {
        const values = known(state)
        const measured = [...measuredBy(batch, asked)]
        const problems = measured.map(([problem]) => problem)
        const before = problems.map(problem => values[problem] ?? unknown)
        const { slope } = regression(
          before,
          measured.map(([, { tried, solved }]) => solved / tried),
        )
        // The rate is of one problem's error; the loss is a mean over all of them.
        const rate = valueRate * problems.length
        const after = problems.map((problem, i) => [problem, clamp(before[i]! - rate * slope[i]!, 0, 1)] as const)
        return { ...values, ...Object.fromEntries(after) }
      },
    }),
  },
})
