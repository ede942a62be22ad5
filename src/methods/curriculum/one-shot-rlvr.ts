import { choicesOf, measuredBy } from '../../core/formulas/selection.ts'
import { curriculum, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { sharedParts } from '../../core/trainings.ts'
import { type History, leastAsked, level, ranked, type ScoreRule, scores } from './one-shot-rlvr.math.ts'

/** The state of the curriculum slot, which only this method writes. */
interface Known {
  /** By problem: its pass rate each time that it was asked. */
  readonly histories: Readonly<Record<number, History>>
  /** Once it is settled. */
  readonly only?: number
}
const known = (state: unknown): Known => (state ?? { histories: {} }) as Known

/** The problem whose history scores best, among those asked at least once. */
function best({ histories }: Known, rule: ScoreRule): number {
  const met = Object.entries(histories)
  const [first = 0] = ranked(scores(level(met.map(([, history]) => history)), rule))
  return Number(met[first]?.[0] ?? 0)
}

/** Golden: ypwang61/One-Shot-RLVR data/data_selection.py acc_score (21ed529); scripts/train/training_1.5b_pi1_r128.sh. */
export default defineMethod({
  id: 'one-shot-rlvr',
  title: 'One-shot RLVR',
  paper: {
    title: 'Reinforcement learning for reasoning in large language models with one training example',
    id: '2504.20571',
    year: 2025,
  },
  idea: 'Train on a single problem, asked over and over: the one whose pass rate moved most during earlier training. A small entropy bonus keeps the policy trying after it is solved.',
  formula: String.raw`\operatorname{std}_e(p_{q^*,e}) = \max_q\, \operatorname{std}_e(p_{q,e})`,
  symbols: {
    q: { is: 'problem', text: 'a problem; q* is the one that is asked' },
    'p_{q,e}': { is: 'correct', text: 'pass rate of problem q in epoch e' },
    e: { is: 'historyIterations', text: 'an epoch of the training that chooses' },
  },
  claim:
    'In the paper, held-out answers go on improving long after the only training problem is solved, because the ability is there and only needs eliciting. A table has no such ability: on combination-chain a short chain is chosen and soon solved, the others gain as far as they share its parts, and then nothing more happens.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Once the problem is solved in every response, all advantages are 0: only the entropy bonus and rare failures move the policy.',
    'A pass rate that was measured once has no spread: where the problems are many, more iterations must choose.',
    'The paper speaks of variance, the program ranks by standard deviation: the same order.',
    'A bonus that is too large undoes what was learned.',
  ],
  versusGrpo: 'The same update with an entropy bonus; after a while every problem of the batch is the same one.',
  standIn:
    'The paper takes the histories from a run of their own and starts again from the base model; here the first iterations of the same run write them, and training goes on from there.',
  tasks: ['combination-chain', 'modular-arithmetic'],
  training: {
    because: 'problems made of shared parts, so that one can teach others',
    at: { ...sharedParts.at, level: 'easy' },
    params: sharedParts.params,
  },
  defaults: { entropyCoefficient: 0.001, klCoefficient: 0.001 },
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      params: {
        historyIterations: number({
          label: 'Iterations that choose',
          default: 10,
          min: 1,
          max: 10_000,
          integer: true,
          note: 'All problems are asked in turn, and their pass rates remembered.',
        }),
        historyScore: choice({
          label: 'Choose by',
          options: ['spread', 'alignment'],
          default: 'spread',
          paper: 'spread',
          note: 'How much its pass rate moved, or how like the mean of all.',
        }),
      },
      choose: (pool, count, { historyIterations, historyScore }, { iteration, draw, state }) => {
        const now = known(state)
        if (iteration <= historyIterations)
          return { choices: choicesOf(leastAsked(pool.size, now.histories, draw), count), state: now }
        const only = now.only ?? best(now, historyScore)
        return { choices: choicesOf([only], count), state: { histories: {}, only } }
      },
      observe: (batch, problems, _, { state }) => {
        const now = known(state)
        if (now.only !== undefined) return now
        const histories = [...measuredBy(batch, problems)].map(([problem, { tried, solved }]) => {
          return [problem, [...(now.histories[problem] ?? []), solved / tried]] as const
        })
        return { histories: { ...now.histories, ...Object.fromEntries(histories) } }
      },
    }),
  },
})
