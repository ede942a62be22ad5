import { defineLesson } from '../core/lesson.ts'

const at60 = { at: 60 } as const
const drawn = { from: 1, to: 60, take: 'sum' } as const
const price = {
  take: { arm: 'dapo', metric: 'rolloutsSampled', when: drawn },
  against: { how: 'over', take: { arm: 'grpo', metric: 'rolloutsSampled', when: drawn } },
  over: 'median',
} as const

export default defineLesson({
  id: 'zero-signal',
  order: 50,
  chapter: 'Groups',
  title: 'Groups that teach nothing',
  goal: 'You can say what dynamic sampling buys, and what it costs.',
  minutes: 12,
  needs: ['group-advantage'],
  papers: [{ id: '2503.14476', title: 'DAPO' }],
  next: 'ratio-clip',
  blocks: [
    {
      kind: 'text',
      text: `A group in which all siblings agree has no advantage: eight right answers teach as little as eight wrong ones. With three siblings and a policy that is right about half of the time, many groups are silent from the start; and as the policy gets better, the silence grows. Success removes its own signal.

[method:dapo] throws silent groups away and asks other problems until the batch is full. Every update then has a full batch of disagreement. But what was thrown away was sampled first.`,
    },
    {
      kind: 'live',
      id: 'groups',
      recipe: { preset: 'zero-variance-groups' },
      show: 'groups',
      signal: 'advantage',
      controls: ['groupSize'],
      at: { iteration: 1, phase: 'credit' },
      caption: 'Rows without bars have no advantage at all: their siblings agree.',
    },
    {
      kind: 'predict',
      id: 'silence',
      ask: 'Draw the share of silent groups under GRPO over 60 updates.',
      about: 'race',
      answer: { kind: 'curve', arm: 'grpo', metric: 'noSignal', at: [1, 20, 40, 60], range: [0, 1] },
    },
    {
      kind: 'predict',
      id: 'pace',
      ask: 'How many responses has DAPO drawn after 60 updates, compared with GRPO?',
      about: 'race',
      answer: {
        kind: 'choice',
        of: price,
        cuts: [1.1, 2.5],
        options: [
          {
            text: 'As many: it only sorts them',
            tempting: true,
            ifWrong: 'What is thrown away was sampled first, and is paid for.',
          },
          {
            text: 'Between a tenth more and two and a half times as many',
            ifWrong: 'Count the silent groups: each of them was drawn once and asked again elsewhere.',
          },
          {
            text: 'More than that',
            ifWrong: 'Not so many groups are silent here; with a better policy there would be.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'race',
      base: { preset: 'zero-variance-groups', change: { params: { probeEvery: 60, probeProblems: 32 } } },
      arms: [
        { id: 'grpo', label: 'GRPO' },
        { id: 'dapo', label: 'DAPO', change: { method: 'dapo' } },
      ],
      iterations: 60,
      charts: ['pass', 'noSignal'],
      claims: [
        {
          id: 'ahead',
          says: 'After as many updates DAPO is ahead by {figure} in pass@1.',
          by: 'paper',
          of: {
            take: { arm: 'dapo', metric: 'passAt1', when: at60 },
            against: { how: 'minus', take: { arm: 'grpo', metric: 'passAt1', when: at60 } },
            over: 'median',
          },
          band: { low: 0.02, agree: 0.8 },
        },
        {
          id: 'price',
          says: 'It has drawn {figure} times as many responses.',
          by: 'here',
          of: price,
          band: { low: 1.4, high: 2.2 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'race',
      text: `Per update DAPO is ahead: {claim:race.ahead}. And it has drawn {claim:race.price} times as many responses. On this page sampling is cheap; on a cluster it is most of the bill. So there are two clocks, updates and responses, and who wins depends on which of them you pay for.

DAPO differs from GRPO in more than the filter; here one pass per batch is made, so its wider clip cannot act, and its price on long answers is off. Only the filter is left.`,
    },
    {
      kind: 'experiment',
      id: 'equal-responses',
      base: { preset: 'zero-variance-groups', change: { params: { probeEvery: 52, probeProblems: 32 } } },
      arms: [
        {
          id: 'dapo',
          label: 'DAPO, 60 updates',
          change: { method: 'dapo', params: { probeEvery: 60 } },
          iterations: 60,
        },
        { id: 'grpo', label: 'GRPO, 104 updates', iterations: 104 },
      ],
      iterations: 104,
      charts: ['pass'],
      claims: [
        {
          id: 'behind',
          says: 'At about equal responses DAPO minus GRPO in pass@1 is {figure}.',
          by: 'here',
          of: {
            take: { arm: 'dapo', metric: 'passAt1', when: at60 },
            against: { how: 'minus', take: { arm: 'grpo', metric: 'passAt1', when: { at: 104 } } },
            over: 'median',
          },
          band: { high: -0.03, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'equal-responses',
      text: 'Given as many responses, plain GRPO makes more updates of them and is not behind: {claim:equal-responses.behind}. Filtering speeds up an update and slows down a response.',
    },
    {
      kind: 'exercise',
      id: 'share',
      ask: 'If every problem were solved with probability 0.5, which share of groups of three would be silent?',
      hint: 'All three right, or all three wrong.',
      check: {
        kind: 'number',
        low: 0.24,
        high: 0.26,
        why: String.raw`$2 \cdot 0.5^3 = 0.25$. Measured is more, because problems differ: on some the policy is nearly sure.`,
      },
    },
  ],
})
