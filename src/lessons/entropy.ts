import { defineLesson } from '../core/lesson.ts'
import { divided, during, minus, read } from '../core/statistics.ts'

const first = during(1, 5)
const last = during(51, 60)
const at60 = { at: 60 } as const
const gained = (arm: string) => minus(read(arm, 'passAt1', at60), read(arm, 'passAt1', 'start'))

export default defineLesson({
  id: 'entropy',
  order: 90,
  chapter: 'Diversity',
  title: 'Entropy',
  goal: 'You can read an entropy curve, and say which updates lower it.',
  minutes: 12,
  needs: ['group-advantage', 'ratio-clip'],
  papers: [{ id: '2505.22617', title: 'The entropy mechanism of reinforcement learning' }],
  next: 'praise-blame',
  blocks: [
    {
      kind: 'text',
      text: 'Entropy says how undecided the policy is, in nats per token. Raising a likely token lowers it, raising an unlikely one raises it: what moves entropy is the covariance of log-probability and credit. A policy that is rewarded for what it does anyway therefore commits, and it commits to whichever right answer it met first.\n\nIn this tree up to four leaves are right. An entropy bonus pays for indecision, and keeps leaves alive; too much of it, and the policy is paid for being wrong.',
    },
    {
      kind: 'live',
      id: 'undecided',
      recipe: { preset: 'entropy-collapse' },
      show: 'rollout',
      controls: [],
      at: { iteration: 1, phase: 'credit' },
      caption: 'One way through the tree: the line below the tokens is the entropy at each step.',
    },
    {
      kind: 'predict',
      id: 'curve',
      ask: 'Draw the entropy over 60 iterations without a bonus. It starts near 1.2 nats.',
      about: 'bonus',
      answer: { kind: 'curve', arm: 'none', metric: 'entropy', at: [1, 20, 40, 60], range: [0, 1.4] },
    },
    {
      kind: 'predict',
      id: 'too-much',
      ask: 'A bonus of 1 instead of 0.2. By how much has pass@1 grown after 60 iterations?',
      about: 'bonus',
      answer: {
        kind: 'choice',
        of: gained('large'),
        cuts: [0.15, 0.4],
        options: [
          { text: 'Hardly at all', ifWrong: 'Not on these seeds.' },
          { text: 'Somewhat', ifWrong: 'The bonus outweighs the reward altogether.' },
          {
            text: 'Nearly as much, and it keeps more leaves',
            tempting: true,
            ifWrong: 'It is paid for indecision, and stays undecided.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'bonus',
      base: {
        change: {
          task: 'token-tree',
          level: 'easy',
          policy: 'tabular',
          base: 'warm',
          method: 'grpo',
          params: { probeEvery: 60, probeProblems: 32, learningRate: 0.2, entropyCoefficient: 0 },
        },
      },
      arms: [
        { id: 'none', label: 'no bonus' },
        { id: 'small', label: 'bonus 0.2', change: { params: { entropyCoefficient: 0.2 } } },
        { id: 'large', label: 'bonus 1', change: { params: { entropyCoefficient: 1 } } },
      ],
      iterations: 60,
      charts: ['entropy', 'reward'],
      claims: [
        {
          id: 'falls',
          says: 'Without a bonus {figure} of the entropy is left.',
          by: 'paper',
          of: divided(read('none', 'entropy', last), read('none', 'entropy', first)),
          band: { high: 0.4, agree: 1 },
        },
        {
          id: 'learns',
          says: 'Its pass@1 grows by {figure} meanwhile.',
          by: 'here',
          of: gained('none'),
          band: { low: 0.5, agree: 1 },
        },
        {
          id: 'kept',
          says: 'A bonus of 0.2 keeps {figure} nats more.',
          by: 'paper',
          of: minus(read('small', 'entropy', last), read('none', 'entropy', last)),
          band: { low: 0.1, agree: 0.8 },
        },
        {
          id: 'price',
          says: 'And changes pass@1 by {figure}.',
          by: 'here',
          of: minus(read('small', 'passAt1', at60), read('none', 'passAt1', at60)),
          band: { high: -0.05, agree: 0.8 },
        },
        {
          id: 'stands-still',
          says: 'With a bonus of 1, pass@1 grows by {figure}.',
          by: 'here',
          of: gained('large'),
          band: { low: -0.15, high: 0.15 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'bonus',
      text: 'Without a bonus a share of {claim:bonus.falls} of the entropy is left, while pass@1 grows by {claim:bonus.learns}. The small bonus keeps {claim:bonus.kept} nats and costs success ({claim:bonus.price}); the large one teaches nothing ({claim:bonus.stands-still}). Entropy is not the goal, it is the fuel: see what is left of it when pass@1 has stopped growing.',
    },
    {
      kind: 'exercise',
      id: 'largest',
      ask: 'Each token of this tree is one of four ways. What is the largest entropy of a token, in nats?',
      hint: 'All four equally likely.',
      check: { kind: 'number', low: 1.38, high: 1.39, why: 'The logarithm of 4 is 1.386.' },
    },
  ],
})
