/** A Recipe reproduces a run: plain JSON, small, readable. Only what differs from a default needs to be written. */
import { choice, number, type ParamSpecs, type ParamValues, type Values } from './params.ts'
import type { Taken } from './slots.ts'

export interface Recipe {
  readonly task: string
  readonly level: string
  /** `tabular` or `gpt-LxW`. */
  readonly policy: string
  /** Starting weights: `warm`, `strong` (where the task has one) or `random`. */
  readonly base: string
  readonly method: string
  /** Source of the estimator, where the method is one's own (recipe-own.ts); else absent. */
  readonly own?: string
  /** Slots that are taken from other methods than `method`. */
  readonly slots?: Taken
  /** A word or a number. */
  readonly seed: string
  /** Overrides of `trainingSpecs` and of the method's parameters, by key; absent keys take their default. */
  readonly params: ParamValues
}

/** Whose log-probabilities the ratio divides by. */
export const oldSpecs = {
  oldFrom: choice({
    label: 'Ratio against',
    options: ['start', 'sampler'],
    default: 'start',
    meaning: {
      start: 'the policy at the start of the update, scored anew: the first ratio is 1 however stale the sampler',
      sampler: 'what drew, as recorded: a stale sampler moves the first ratio, and clips see it (verl: bypass mode)',
    },
    note: 'Which policy counts as the old one. With the sampler, sampler weights are 1.',
  }),
} as const satisfies ParamSpecs

/** Which problems are drawn, and how they are answered. */
const sampling = {
  groupSize: number({
    label: 'Group size G',
    default: 8,
    reopens: true,
    trl: 8,
    min: 1,
    max: 64,
    integer: true,
    note: 'Responses per problem.',
  }),
  problems: number({
    label: 'Problems per iteration',
    default: 8,
    reopens: true,
    min: 1,
    max: 128,
    integer: true,
    note: 'Groups per batch.',
  }),
  pool: number({
    label: 'Training problems',
    default: 0,
    reopens: true,
    min: 0,
    max: 4096,
    integer: true,
    note: 'Distinct problems to train on; 0 takes all of the level.',
  }),
  temperature: number({
    label: 'Temperature',
    default: 1,
    trl: 1,
    verl: 1,
    min: 0.1,
    max: 2,
    note: 'Divides the logits, in sampling and in training alike.',
  }),
  topK: number({
    label: 'Top-k',
    default: 0,
    min: 0,
    max: 256,
    integer: true,
    note: 'Sample among the k likeliest tokens; 0 is off.',
  }),
  topP: number({
    label: 'Top-p',
    default: 1,
    min: 0.05,
    max: 1,
    note: 'Sample within this much probability; 1 is off.',
  }),
  samplerEvery: number({
    label: 'Sampler renewed every',
    default: 1,
    min: 1,
    max: 500,
    integer: true,
    scale: 'log',
    note: 'Iterations between copies of the policy to the one that draws, as in asynchronous training; 1: nothing is stale.',
  }),
  ...oldSpecs,
} as const satisfies ParamSpecs

/** An update that is computed in parts, as it is where its rows do not fit into memory at once. */
export const microSpecs = {
  microBatches: number({
    label: 'Micro-batches',
    default: 1,
    min: 1,
    max: 16,
    integer: true,
    note: 'Parts of one update, rows in order, whose gradients are added up before the weights move once.',
  }),
  microNormalise: choice({
    label: 'Micro-batches divide by',
    options: ['whole', 'each'],
    default: 'whole',
    meaning: {
      whole: 'the counts of the whole update: the result is as without micro-batches',
      each: 'their own counts, and the mean is taken: a token weighs more in a part of short responses',
    },
  }),
} as const satisfies ParamSpecs

/** What is done with the gradient. */
const optimiser = {
  learningRate: number({
    label: 'Learning rate',
    default: 3e-4,
    min: 0,
    max: 10,
    scale: 'log',
    note: 'TRL and verl use 1e-6 for billions of parameters; tiny networks need about 3e-4, a table of logits about 0.05; the default follows the policy.',
  }),
  innerEpochs: number({
    label: 'Inner epochs μ',
    default: 1,
    trl: 1,
    verl: 1,
    min: 1,
    max: 16,
    integer: true,
    note: 'Passes over one batch; from the second update on the ratio leaves 1.',
  }),
  minibatches: number({
    label: 'Minibatches',
    default: 1,
    min: 1,
    max: 16,
    integer: true,
    note: 'Optimiser updates per pass.',
  }),
  ...microSpecs,
  maxGradNorm: number({
    label: 'Gradient clip',
    default: 1,
    trl: 1,
    verl: 1,
    min: 0,
    max: 100,
    scale: 'log',
    note: 'Largest global gradient norm; 0 is off.',
  }),
  optimiser: choice({
    label: 'Optimiser',
    options: ['adam', 'sgd'],
    default: 'adam',
    reopens: true,
    note: 'Adam adapts the size of each weight’s change; SGD takes the gradient as it is.',
  }),
  beta1: number({ label: 'Adam β₁', default: 0.9, min: 0, max: 0.999, note: 'Memory of the gradient.' }),
  beta2: number({ label: 'Adam β₂', default: 0.999, min: 0, max: 0.99999, note: 'Memory of its square.' }),
  weightDecay: number({
    label: 'Weight decay',
    default: 0,
    min: 0,
    max: 1,
    scale: 'log',
    note: 'Shrinks the weights by this times the learning rate; 0 is off.',
  }),
} as const satisfies ParamSpecs

/** How long a run is, and how it is examined. */
const measuring = {
  iterations: number({
    label: 'Iterations',
    default: 400,
    min: 1,
    max: 10_000,
    integer: true,
    scale: 'log',
    note: 'Budget of the run; it stops there.',
  }),
  probeEvery: number({
    label: 'Probe every',
    default: 10,
    min: 0,
    max: 1000,
    integer: true,
    note: 'Iterations between measurements of pass@k on fixed problems; 0 measures only from the training batch.',
  }),
  probeProblems: number({
    label: 'Probe problems',
    default: 8,
    reopens: true,
    min: 1,
    max: 256,
    integer: true,
    note: 'Held-out problems on which pass@k is measured.',
  }),
  probeSamples: number({
    label: 'Probe samples',
    default: 16,
    reopens: true,
    min: 1,
    max: 256,
    integer: true,
    note: 'Responses per probe problem: the largest k of pass@k.',
  }),
  probeNoise: choice({
    label: 'Probe noise',
    options: ['seed', 'fixed'],
    default: 'seed',
    reopens: true,
    note: 'seed: each seed draws its own probe answers, so error bars over seeds hold the luck of the probe too; fixed: all seeds draw with the same noise, so a class starts at the same pass@k.',
  }),
} as const satisfies ParamSpecs

/** How the verifier errs about responses that are trained on. What is measured beside it is always the truth. */
const verifying = {
  verifierFlips: number({
    label: 'Wrong verdicts',
    default: 0,
    min: 0,
    max: 1,
    note: 'Share of responses whose reward r is paid as 1 - r.',
  }),
  verifierNoise: number({
    label: 'Noise of rewards',
    default: 0,
    min: 0,
    max: 2,
    note: 'Deviation of a normal error that is added to every reward.',
  }),
  verifierLength: number({
    label: 'Taste for length',
    default: 0,
    min: -2,
    max: 2,
    note: 'Added to the reward of a response of the longest length, to a shorter one its share.',
  }),
} as const satisfies ParamSpecs

/** By what they are about, as the form shows them. */
export const trainingGroups = { sampling, optimiser, verifying, measuring } as const

/** How a run is sampled, optimised and measured: the same for every method. Keys are URL and command-line keys. */
export const trainingSpecs = { ...sampling, ...optimiser, ...verifying, ...measuring } as const

export type TrainingParams = Values<typeof trainingSpecs>

/**
 * Every parameter of a run with this policy and a method with these parameters. A table's logits need far larger
 * updates than the weights of a network.
 */
export const specsWith = (policy: string, method: ParamSpecs = {}): ParamSpecs => ({
  ...trainingSpecs,
  ...(policy === 'tabular' && { learningRate: { ...trainingSpecs.learningRate, default: tabularLearningRate } }),
  ...method,
})

const tabularLearningRate = 0.05

/**
 * Problems are made with this seed, not with the recipe's: they belong to the task, as a data set does, and warm starts
 * were trained on them. So two seeds differ in noise and order only, and pass@k is measured on the same problems.
 */
export const problemSeed = 0

export const blankRecipe: Recipe = {
  task: 'modular-arithmetic',
  level: 'easy',
  policy: 'gpt-2x32',
  base: 'warm',
  method: 'grpo',
  seed: '1',
  params: {},
}
