import { type Block, defineLesson } from '../core/lesson.ts'
import type { ParamValues } from '../core/params.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

const last = during(51, 60)
const start = { preset: 'grpo-basics', change: { params: { probeEvery: 0 } } } as const

const causes = [
  'Groups have nothing to compare: the advantage is zero',
  'The step is too long: the policy was destroyed at once',
  'The reference holds it back',
  'It is paid for being undecided',
  'The reward is not what one wants',
  'The step is too short',
  'Responses are stale',
  'Nothing is wrong: bad luck',
] as const

interface Case {
  readonly id: string
  readonly preset?: string
  readonly params: ParamValues
  readonly right: number
  readonly because: string
}

const cases: readonly Case[] = [
  {
    id: 'first',
    params: { groupSize: 1, problems: 64 },
    right: 0,
    because:
      'The gradient norm is exactly 0, the KL stays 0, the entropy does not move: nothing was learned at all. Groups have one response.',
  },
  {
    id: 'second',
    params: { learningRate: 0.03 },
    right: 1,
    because:
      'The KL to the reference jumps within the first iterations, responses are cut off, and then the gradient is gone. The learning rate is a hundred times that of the healthy run.',
  },
  {
    id: 'third',
    params: { klCoefficient: 3 },
    right: 2,
    because:
      'The gradient norm is as large as in the healthy run, and the KL stays near zero: something pulls it back each time.',
  },
  {
    id: 'fourth',
    params: { entropyCoefficient: 1 },
    right: 3,
    because: 'The entropy rises, which no healthy run does; the gradient is several times as long.',
  },
  {
    id: 'fifth',
    preset: 'flattered-judge',
    params: {},
    right: 4,
    because: 'The reward climbs without end, and hardly a response is correct; they run to the limit of their length.',
  },
  {
    id: 'sixth',
    params: { learningRate: 0.00001 },
    right: 5,
    because:
      'Everything looks healthy, and nothing moves: a gradient as long as usual, groups that disagree, and a KL of nearly zero without any price on it.',
  },
  {
    id: 'seventh',
    params: { samplerEvery: 500, learningRate: 0.001 },
    right: 6,
    because:
      'The reward of the batch goes on as if nothing had happened: its responses are those of the old policy. The KL leaps, and pass@1, which asks the policy itself, falls.',
  },
]

const diagnosed = ({ id, preset, params, right, because }: Case): Block[] => [
  {
    kind: 'live',
    id: `${id}-run`,
    recipe: { preset: preset ?? 'grpo-basics', change: { params: { probeEvery: 20, ...params } } },
    show: 'curves',
    charts: ['reward', 'pass', 'correct', 'gradNorm', 'entropy', 'kl', 'noSignal'],
    controls: [],
    at: { iteration: 60 },
    caption:
      'What gives it away? Is there a gradient, do groups disagree, how far has it moved, does the reward measure what you want?',
    secret: true,
  },
  {
    kind: 'predict',
    id,
    ask: 'What is wrong with this run?',
    about: `${id}-run`,
    answer: { kind: 'cause', options: causes, right, because },
  },
]

export default defineLesson({
  id: 'debugging',
  order: 180,
  chapter: 'Data and practice',
  title: 'Runs that went wrong',
  goal: 'You can name the cause of a bad run from its curves.',
  minutes: 20,
  needs: ['zero-signal', 'ratio-clip', 'kl', 'entropy', 'process-reward'],
  papers: [],
  blocks: [
    {
      kind: 'text',
      text: 'Seven runs, none of which learns as it should. You see their curves, not their settings. There is an order that saves time: is there a gradient at all? Do groups disagree? Is the step too long (the KL leaps), or is something holding the policy (the KL stands still, the entropy rises)? Does the reward measure what you want? And who drew the responses? The loss is of no use for any of this.',
    },
    {
      kind: 'live',
      id: 'healthy',
      recipe: { preset: 'grpo-basics', change: { params: { probeEvery: 20 } } },
      show: 'curves',
      charts: ['reward', 'pass', 'correct', 'gradNorm', 'entropy', 'kl', 'noSignal'],
      controls: [],
      at: { iteration: 60 },
      caption: 'A healthy run, to compare with.',
    },
    ...cases.flatMap(diagnosed),
    {
      kind: 'experiment',
      id: 'settings',
      base: start,
      arms: [
        { id: 'healthy', label: 'healthy' },
        { id: 'alone', label: 'groups of one', change: { params: { groupSize: 1, problems: 64 } } },
        { id: 'long', label: 'step a hundred times as long', change: { params: { learningRate: 0.03 } } },
        { id: 'held', label: 'KL coefficient 3', change: { params: { klCoefficient: 3 } } },
        { id: 'paid', label: 'entropy bonus 1', change: { params: { entropyCoefficient: 1 } } },
      ],
      iterations: 60,
      charts: ['reward', 'kl'],
      claims: [
        {
          id: 'healthy',
          says: 'The healthy run ends at a reward of {figure}.',
          by: 'here',
          of: alone(read('healthy', 'reward', last)),
          band: { low: 0.7, agree: 0.8 },
        },
        {
          id: 'alone',
          says: 'In groups of one the largest gradient norm is {figure}.',
          by: 'here',
          of: alone(read('alone', 'gradNorm', { from: 1, to: 60, take: 'max' }), 'max'),
          band: { low: 0, high: 0, agree: 1 },
        },
        {
          id: 'long',
          says: 'With the long step the reward ends at {figure}.',
          by: 'here',
          of: alone(read('long', 'reward', last)),
          band: { high: 0.1, agree: 0.8 },
        },
        {
          id: 'held',
          says: 'Held back, the KL ends at {figure}.',
          by: 'here',
          of: alone(read('held', 'kl', last)),
          band: { high: 0.01, agree: 1 },
        },
        {
          id: 'paid',
          says: 'Paid for indecision, the entropy changes by {figure} nats.',
          by: 'here',
          of: minus(read('paid', 'entropy', last), read('paid', 'entropy', during(1, 5))),
          band: { low: 0.1, agree: 1 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'settings',
      text: 'Side by side: healthy {claim:settings.healthy}; no gradient at all {claim:settings.alone}; destroyed {claim:settings.long}; held, with a KL of {claim:settings.held}; paid for indecision, with an entropy that changed by {claim:settings.paid}.',
    },
    {
      kind: 'exercise',
      id: 'repair',
      ask: 'A run with a KL coefficient of 3 and a learning rate of 0.0003 stands still. Repair it by changing settings, so that the reward ends at 0.7 or more.',
      hint: 'One change is enough.',
      check: {
        kind: 'run',
        start: { preset: 'grpo-basics', change: { params: { probeEvery: 0, klCoefficient: 3 } } },
        iterations: 60,
        seeds: ['1', '2', '3'],
        may: ['klCoefficient', 'learningRate', 'groupSize', 'problems', 'innerEpochs'],
        claim: {
          id: 'repaired',
          says: 'The reward ends at {figure}.',
          by: 'here',
          of: alone(read('yours', 'reward', last)),
          band: { low: 0.7 },
        },
        solution: { klCoefficient: 0 },
      },
    },
  ],
})
