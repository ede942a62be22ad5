import { defineLesson } from '../core/lesson.ts'
import { divided, minus, read } from '../core/statistics.ts'

const allRms = { from: 1, to: 60, take: 'rms' } as const
const norm = divided(read('reinforce', 'gradNorm', allRms), read('rloo', 'gradNorm', allRms))
const at160 = { at: 160 } as const
const success = minus(read('rloo', 'passAt1', at160), read('reinforce', 'passAt1', at160))

export default defineLesson({
  id: 'reinforce-baseline',
  order: 20,
  chapter: 'Start here',
  title: 'Push up what was paid',
  goal: 'You can say what REINFORCE does to probabilities, and what a baseline changes and does not change.',
  minutes: 15,
  needs: ['frozen'],
  papers: [{ id: '10.1007/BF00992696', title: 'Williams 1992: REINFORCE' }],
  next: 'group-advantage',
  blocks: [
    {
      kind: 'text',
      text: 'REINFORCE makes every sampled token likelier, in proportion to its reward. With rewards of 0 and 1 it never punishes: it raises what was paid, and what is not raised sinks, because probabilities sum to one. So luck writes itself into the policy: whoever is drawn often is drawn more.\n\nA *baseline* is subtracted from the reward before the push. As long as it does not depend on the response itself, the mean of the gradient stays as it is.',
    },
    { kind: 'formula', of: { method: 'reinforce' } },
    {
      kind: 'live',
      id: 'one-push',
      recipe: {
        change: {
          task: 'bandit',
          level: 'easy',
          policy: 'tabular',
          base: 'warm',
          method: 'reinforce',
          params: { problems: 1, optimiser: 'sgd', learningRate: 1, probeEvery: 0 },
        },
      },
      show: 'update',
      controls: ['learningRate'],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'One row of levers, one update. The paid lever rises; all others fall, also those that would have been paid.',
    },
    {
      kind: 'predict',
      id: 'length',
      ask: 'The baseline is the mean of the other seven siblings. What does it do to the typical length of the gradient?',
      about: 'noise',
      answer: {
        kind: 'choice',
        of: norm,
        cuts: [0.9, 1.1],
        options: [
          { text: 'It makes it longer', ifWrong: 'It takes away the part of the reward that all siblings share.' },
          {
            text: 'Nothing: it cancels out',
            tempting: true,
            ifWrong: 'Its mean cancels. The length of a single gradient does not.',
          },
          { text: 'It makes it shorter', ifWrong: 'Look at the ratio again: REINFORCE stands above the line.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'noise',
      base: {
        change: {
          task: 'bandit',
          level: 'easy',
          policy: 'tabular',
          base: 'strong',
          method: 'reinforce',
          params: {
            learningRate: 0,
            probeEvery: 0,
            problems: 16,
            groupSize: 8,
            maxGradNorm: 0,
            aggregation: 'seq-mean-token-sum',
          },
        },
      },
      arms: [
        { id: 'reinforce', label: 'REINFORCE, no baseline' },
        { id: 'rloo', label: 'RLOO, the siblings as baseline', change: { method: 'rloo' } },
      ],
      iterations: 60,
      charts: ['gradNorm'],
      claims: [
        {
          id: 'shorter',
          says: 'Without the baseline the gradient is {figure} times as long.',
          by: 'paper',
          of: norm,
          band: { low: 1.5, agree: 1 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'noise',
      text: 'The policy was frozen, so both estimate the same gradient, and its mean is equal. Its length is not: REINFORCE is {claim:noise.shorter} times as long, and what it has more is noise.',
    },
    {
      kind: 'predict',
      id: 'ends-higher',
      ask: 'Same start, same learning rate, 160 iterations. Whose pass@1 ends higher?',
      about: 'spread',
      answer: {
        kind: 'choice',
        of: success,
        cuts: [-0.02, 0.02],
        options: [
          {
            text: 'REINFORCE',
            ifWrong: 'Its noise does not help; with so many responses per update it hardly hurts either.',
          },
          { text: 'Neither: they differ by less than 0.02', ifWrong: 'Not on these seeds. Try more.' },
          {
            text: 'RLOO: it has less noise',
            tempting: true,
            ifWrong: 'With 128 responses per update the noise is small enough for both.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'spread',
      base: {
        change: {
          task: 'bandit',
          level: 'easy',
          policy: 'tabular',
          base: 'strong',
          method: 'reinforce',
          params: {
            optimiser: 'sgd',
            learningRate: 10,
            maxGradNorm: 0,
            aggregation: 'seq-mean-token-sum',
            probeEvery: 160,
            probeProblems: 64,
            probeSamples: 32,
          },
        },
      },
      arms: [
        { id: 'reinforce', label: 'REINFORCE' },
        { id: 'rloo', label: 'RLOO', change: { method: 'rloo' } },
      ],
      iterations: 160,
      charts: ['entropy', 'reward'],
      claims: [
        {
          id: 'entropy',
          says: 'With the baseline the entropy at the end is higher by {figure} nats.',
          by: 'here',
          of: minus(read('rloo', 'entropy', at160), read('reinforce', 'entropy', at160)),
          band: { low: 0.1, agree: 0.8 },
        },
        {
          id: 'ways',
          says: 'It keeps {figure} more of the paying levers of a row.',
          by: 'here',
          of: minus(read('rloo', 'distinctCorrect', at160), read('reinforce', 'distinctCorrect', at160)),
          band: { low: 0.15 },
        },
        {
          id: 'as-right',
          says: 'In pass@1 they differ by {figure}.',
          by: 'here',
          of: success,
          band: { low: -0.03, high: 0.03 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'spread',
      text: 'The baseline did not make the policy more right: {claim:spread.as-right}. What it saved is the spread over levers that also pay: {claim:spread.ways} more of them, and {claim:spread.entropy} nats of entropy. REINFORCE strengthens whatever is drawn and paid, so it commits by luck.\n\nWith a large batch and a small step, noise does not decide how fast one learns. It decides what is left when one has learned.',
    },
    {
      kind: 'exercise',
      id: 'by-hand',
      ask: 'Four siblings have the rewards 1, 1, 0, 0. Which advantage does RLOO give the first?',
      hint: 'Its reward less the mean of the three others.',
      check: { kind: 'number', low: 0.66, high: 0.67, why: '1 less the mean of 1, 0, 0, which is a third.' },
    },
  ],
})
