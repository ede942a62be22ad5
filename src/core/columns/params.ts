/** Settings of what computes columns. A method that reads such a column has them as parameters. */
import { answerScores } from '../formulas/answer-score.ts'
import { choice, number, type ParamSpecs } from '../params.ts'
import { judgeErrings } from '../search.ts'

/** Of `sampledValue`. */
export const continuationParams = {
  continuations: number({
    label: 'Continuations K',
    default: 4,
    min: 1,
    max: 64,
    integer: true,
    note: 'Fresh responses from every prefix: their mean is its value, with an error of at most 1 / (2 √K).',
  }),
  valueEvery: number({
    label: 'Tokens per step',
    default: 1,
    min: 1,
    max: 64,
    integer: true,
    aside: true,
    note: 'Values are sampled at the starts of steps of so many tokens; the tokens of a step share its credit.',
  }),
  unfinishedReward: number({
    label: 'Reward of unfinished ones',
    default: 0,
    min: -1,
    max: 1,
    note: 'What a continuation counts that ran into the length limit.',
  }),
} as const satisfies ParamSpecs

/** Of `answerScore` and `plainScore`. */
export const answerParams = {
  scoreOf: choice({
    label: 'Score of an answer',
    options: answerScores,
    default: 'mean',
    paper: 'mean',
    meaning: {
      mean: 'mean probability of its tokens',
      product: 'their product: one unlikely token decides',
      geometric: 'the geometric mean',
      log: 'mean log-probability',
    },
  }),
} as const satisfies ParamSpecs

/** Of `budgetReward`. */
export const budgetParams = {
  budgets: number({ label: 'Budgets S', default: 4, min: 1, max: 16, integer: true }),
  forcedAnswers: number({
    label: 'Forced answers per cut',
    default: 4,
    min: 1,
    max: 16,
    integer: true,
    note: 'Answers drawn at each cut; their mean is its score.',
  }),
} as const satisfies ParamSpecs

/** Of `judgedValue`, and of the judge that a search asks: how it errs. */
export const judgeParams = {
  judgeNoise: number({
    label: 'Judge’s error',
    default: 1,
    min: 0,
    max: 10,
    note: 'Standard deviation in logits; 0 judges exactly. An even chance becomes 27 to 73 % under an error of 1.',
  }),
  judgeErrs: choice({
    label: 'Asked again, it errs',
    options: judgeErrings,
    default: 'the same way',
    meaning: {
      'the same way': 'the same place has the same error: searching finds the errors too',
      anew: 'every question has an error of its own, which asking often averages away',
    },
  }),
  judgeFavours: number({
    label: 'Share of places over-rated',
    default: 0,
    min: 0,
    max: 1,
    aside: true,
    note: 'Places that the judge always takes for all but certain, whatever they are: 10 logits.',
  }),
} as const satisfies ParamSpecs

/** Of `critique`: how the judge's critiques are drawn. */
export const critiqueParams = {
  critiques: number({
    label: 'Readings',
    default: 4,
    min: 1,
    max: 32,
    integer: true,
    note: 'How often the judge reads each response.',
  }),
  critiqueNoise: number({
    label: 'Misreadings',
    default: 0.1,
    min: 0,
    max: 0.5,
    note: 'Share of verdicts that come out reversed.',
  }),
} as const satisfies ParamSpecs

/** Of `contrast`: the judge of tokens. */
export const contrastParams = {
  contrastSharpness: number({
    label: 'Sharpness of the judge',
    default: 4,
    min: 0,
    max: 100,
    scale: 'log',
    note: 'How far the judged policies are tilted towards reward; 0 makes the judge blind.',
  }),
  contrastNoise: number({
    label: 'Share of tokens it misreads',
    default: 0.1,
    min: 0,
    max: 1,
    note: 'Its verdict on such a token has the wrong sign.',
  }),
} as const satisfies ParamSpecs

/** Of `dpoLogits`, `reverseLogits` and `softAdvantage`, and of losses of preferences. */
export const preferenceParams = {
  dpoBeta: number({
    label: 'DPO β',
    default: 0.1,
    paper: 0.1,
    trl: 0.1,
    min: 0.001,
    max: 10,
    scale: 'log',
    note: 'Price of a nat of distance from the reference; large holds the policy back.',
  }),
} as const satisfies ParamSpecs

/** Of `lookDistance` and `lookInfluence`: over which distances attention maps are read. */
export const lookParams = {
  lookBack: number({
    label: 'Longest look-back',
    default: 4,
    min: 1,
    max: 50,
    integer: true,
    note: 'Distances beyond it count as it.',
  }),
  aheadFrom: number({
    label: 'Nearest that looks',
    default: 2,
    min: 1,
    max: 50,
    integer: true,
    note: 'Nearest later token whose look counts as influence.',
  }),
  aheadTo: number({
    label: 'Furthest that looks',
    default: 5,
    min: 1,
    max: 100,
    integer: true,
    note: 'Furthest such token.',
  }),
} as const satisfies ParamSpecs

/** Of `teacherLogp` and `teacherNext`: who teaches. */
export const teacherParams = {
  teacher: choice({
    label: 'Teacher',
    options: ['strong', 'optimum', 'hint'],
    default: 'strong',
    meaning: {
      strong: 'the task’s stronger start: the same policy, trained further',
      optimum: 'the best policy at a price of KL to the reference, computed exactly',
      hint: 'the policy itself, told that the response will be right: its exact posterior',
    },
  }),
  teacherPrice: number({
    label: 'Price of the optimum',
    default: 0.25,
    min: 0.01,
    max: 10,
    scale: 'log',
    aside: true,
    note: 'Of teacher optimum: what a nat of distance from the reference costs; small is a teacher who knows all.',
  }),
  hintDoubt: number({
    label: 'Doubt of the hint',
    default: 0.1,
    min: 0.001,
    max: 1,
    scale: 'log',
    aside: true,
    note: 'Of teacher hint: how likely the hint is a mere guess; 1: it tells nothing.',
  }),
  teacherRate: number({
    label: 'Teacher follows at',
    default: 1,
    min: 0,
    max: 1,
    aside: true,
    note: 'Of teacher hint: share of the way that its weights move to the policy’s after each iteration; 1: they are the same, 0: it stays at the start.',
  }),
} as const satisfies ParamSpecs

/** Of `oracleLogp`. */
export const oracleParams = {
  oraclePrice: number({
    label: 'Price of the oracle',
    default: 0.25,
    min: 0.01,
    max: 10,
    scale: 'log',
    aside: true,
    note: 'What a nat of distance from the reference costs the oracle; small is one who knows all.',
  }),
} as const satisfies ParamSpecs
