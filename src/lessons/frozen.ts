import { defineLesson } from '../core/lesson.ts'

const spread = { arm: 'frozen', metric: 'reward', when: { from: 1, to: 200, take: 'std' } } as const

export default defineLesson({
  id: 'frozen',
  order: 10,
  chapter: 'Start here',
  title: 'What a policy does when it learns nothing',
  goal: 'You can say what a policy, a rollout, a reward and a reward curve are, and how far a curve moves by luck alone.',
  minutes: 10,
  needs: [],
  papers: [],
  blocks: [
    {
      kind: 'text',
      text: `A *policy* is a table of chances. Here a row of sixteen levers is shown to it, and it says for each how likely it is to pull it. One pull is a *rollout*, the shortest there is: a response of a single token. A *verifier* looks at the lever and pays a *reward*, 1 or 0.

The learning rate of this page is zero. Whatever the policy is paid, it stays as it is: in every row it finds a paying lever with probability 0.4.`,
    },
    {
      kind: 'live',
      id: 'pulls',
      recipe: { change: bandit() },
      show: 'rollout',
      controls: [],
      at: { iteration: 1, phase: 'reward' },
      caption: 'One response: the lever that was pulled, how likely it was, and what the verifier says.',
    },
    {
      kind: 'text',
      text: String.raw`Sixty-four such pulls make one *iteration*; their mean reward is one point of the curve. The *seed* decides the luck: the same seed gives the same pulls again, another seed gives others.

The mean of 64 coins that fall right with probability $p$ has a standard error of $\sqrt{p(1-p)/64}$. So two iterations of one and the same policy differ, although nothing has changed.`,
    },
    {
      kind: 'predict',
      id: 'how-far',
      ask: 'Nothing is learned. How far does the reward of one iteration typically lie from the mean of all 200?',
      about: 'luck',
      answer: { kind: 'quantity', of: { take: spread, over: 'median' }, unit: 'reward', range: [0, 0.3], within: 0.02 },
    },
    {
      kind: 'experiment',
      id: 'luck',
      base: { change: bandit() },
      arms: [{ id: 'frozen', label: 'learning rate 0' }],
      iterations: 200,
      charts: ['reward'],
      claims: [
        {
          id: 'spread',
          says: 'The reward of an iteration lies {figure} from its mean, typically.',
          by: 'here',
          of: { take: spread, over: 'median' },
          band: { low: 0.05, high: 0.075, agree: 1 },
        },
        {
          id: 'mean',
          says: 'Over all iterations the mean reward is {figure}.',
          by: 'here',
          of: { take: { ...spread, when: { from: 1, to: 200, take: 'mean' } }, over: 'median' },
          band: { low: 0.385, high: 0.415 },
        },
        {
          id: 'unmoved',
          says: 'pass@1 of the policy itself changes by {figure}.',
          by: 'here',
          of: {
            take: { arm: 'frozen', metric: 'passAt1', when: { at: 200 } },
            against: { how: 'minus', take: { arm: 'frozen', metric: 'passAt1', when: 'start' } },
            over: 'max',
          },
          band: { low: 0, high: 0, agree: 1 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'luck',
      text: `The curve moved by {claim:luck.spread} although the policy did not move at all: {claim:luck.unmoved}. Theory says 0.061. From this page on, a claim is judged over several seeds, and the band between the lowest and the highest seed is drawn beside it.

Beware of the other spread: single rewards are 0 or 1 and lie 0.49 from their mean. That is no error of the curve.`,
    },
    {
      kind: 'live',
      id: 'curve',
      recipe: { change: bandit() },
      show: 'curves',
      charts: ['reward'],
      controls: ['groupSize', 'problems'],
      at: { iteration: 0 },
      caption: 'Press Play. Smoothing hides the luck; more responses per iteration make it smaller.',
    },
    {
      kind: 'exercise',
      id: 'how-many',
      ask: 'How many responses per iteration make the typical error 0.03?',
      hint: String.raw`Solve $\sqrt{0.4 \cdot 0.6 / n} = 0.03$ for $n$.`,
      check: { kind: 'number', low: 240, high: 300, why: String.raw`$n = 0.24 / 0.03^2 \approx 267$.` },
    },
    {
      kind: 'exercise',
      id: 'make-it-so',
      ask: 'Now set the group size and the number of problems so that the typical error is about 0.03.',
      hint: 'The product of the two is the number of responses.',
      check: {
        kind: 'run',
        start: { change: bandit() },
        iterations: 200,
        seeds: ['1', '2', '3'],
        may: ['groupSize', 'problems'],
        claim: {
          id: 'error',
          says: 'The reward of an iteration lies {figure} from its mean.',
          by: 'here',
          of: { take: { ...spread, arm: 'yours' }, over: 'median' },
          band: { low: 0.025, high: 0.036 },
        },
        solution: { groupSize: 16, problems: 16 },
      },
    },
  ],
  next: 'reinforce-baseline',
})

function bandit() {
  return {
    task: 'bandit',
    level: 'easy',
    policy: 'tabular',
    base: 'warm',
    method: 'reinforce',
    params: { learningRate: 0, probeEvery: 200 },
  } as const
}
