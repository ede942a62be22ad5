import { defineLesson } from '../core/lesson.ts'
import { during, minus, read } from '../core/statistics.ts'

const last = during(51, 60)
const ahead = (arm: string) => minus(read(arm, 'reward', last), read('grpo', 'reward', last))
const behind = (arm: string) => minus(read(arm, 'passAt1', { at: 20 }), read('clipped', 'passAt1', { at: 20 }))

export default defineLesson({
  id: 'homework',
  order: 190,
  chapter: 'Data and practice',
  title: 'Tables that courses set as homework',
  goal: 'You can fill in the tables that usually need a cluster, and say which of their rows can be told apart.',
  minutes: 25,
  needs: ['ratio-clip', 'length-bias'],
  papers: [],
  blocks: [
    {
      kind: 'text',
      text: 'Courses on reinforcement learning for language models set tables as homework: four normalisations, four losses off policy, the weights of an average. On a cluster each row takes a day. Here each takes seconds, so that you can afford what the table really needs: seeds.',
    },
    {
      kind: 'text',
      text: '*Averages.* Two responses of 4 and 7 tokens are all of a batch.',
    },
    {
      kind: 'exercise',
      id: 'token-mean',
      ask: 'Averaged over tokens, what is the weight of one token of the short response? (As a decimal.)',
      hint: 'Eleven tokens in all.',
      check: {
        kind: 'number',
        low: 0.0905,
        high: 0.0913,
        why: 'One eleventh, and the same for a token of the long one.',
      },
    },
    {
      kind: 'exercise',
      id: 'sequence-mean',
      ask: 'Averaged within each response first, how many times as much does a token of the short response weigh as one of the long?',
      hint: '1/8 and 1/14.',
      check: { kind: 'number', low: 1.74, high: 1.76, why: '14 / 8 = 1.75.' },
    },
    {
      kind: 'exercise',
      id: 'constant',
      ask: 'Divided by a constant of 16 tokens and by two responses, what does the whole long response weigh? (The sum over its tokens.)',
      hint: 'Seven times 1/32.',
      check: {
        kind: 'number',
        low: 0.218,
        high: 0.22,
        why: '7/32 = 0.219: a long response counts more than a short one, token by token alike.',
      },
    },
    {
      kind: 'text',
      text: '*Four normalisations.* Everything else is equal: problems, noise, start.',
    },
    {
      kind: 'predict',
      id: 'normalisations',
      ask: 'How does the reward of RLOO compare with that of GRPO after 60 updates?',
      about: 'four',
      answer: {
        kind: 'choice',
        of: ahead('rloo'),
        cuts: [-0.05, 0.05],
        options: [
          { text: 'RLOO is that far behind', ifWrong: 'Not on these seeds.' },
          { text: 'RLOO lies within 0.05 of GRPO', ifWrong: 'Not on these seeds.' },
          { text: 'RLOO is that far ahead', tempting: true, ifWrong: 'An unbiased baseline need not learn faster.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'four',
      base: { preset: 'grpo-basics', change: { params: { probeEvery: 0 } } },
      arms: [
        { id: 'grpo', label: 'by the group’s spread (GRPO)' },
        { id: 'dr', label: 'centred only (Dr. GRPO)', change: { method: 'dr-grpo' } },
        { id: 'rloo', label: 'leave one out (RLOO)', change: { method: 'rloo' } },
        { id: 'batch', label: 'by the batch’s spread', change: { method: 'grpo-batch-std' } },
      ],
      iterations: 60,
      charts: ['reward'],
      claims: [
        {
          id: 'dr',
          says: 'Centred only, the reward differs by {figure}.',
          by: 'here',
          of: ahead('dr'),
          band: { low: -0.03, high: 0.03 },
        },
        {
          id: 'rloo',
          says: 'Left out, it differs by {figure}.',
          by: 'here',
          of: ahead('rloo'),
          band: { low: -0.03, high: 0.03 },
        },
        {
          id: 'batch',
          says: 'By the batch’s spread it differs by {figure}.',
          by: 'here',
          of: ahead('batch'),
          band: { low: -0.03, high: 0.03 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'four',
      text: 'The four differ by {claim:four.dr}, {claim:four.rloo} and {claim:four.batch}. With Adam, which divides by a scale of its own, a factor on the gradient hardly matters; what is left of the four is which problems weigh more. Look at the single seeds before you write "better" into a table.',
    },
    {
      kind: 'text',
      text: '*Off policy.* Each batch is used for 32 updates: eight passes of four minibatches. Four losses for that.',
    },
    {
      kind: 'experiment',
      id: 'off-policy',
      base: {
        change: {
          task: 'token-tree',
          level: 'easy',
          policy: 'tabular',
          base: 'warm',
          method: 'grpo',
          params: { learningRate: 0.1, innerEpochs: 8, minibatches: 4, probeEvery: 20, probeProblems: 32, dualClip: 0 },
        },
      },
      arms: [
        { id: 'clipped', label: 'clipped at 0.2' },
        { id: 'unclipped', label: 'ratio, no clip', change: { params: { clipLow: 1, clipHigh: 10 } } },
        {
          id: 'naive',
          label: 'no ratio, no baseline (REINFORCE)',
          change: { method: 'reinforce' },
        },
        { id: 'sequence', label: 'clipped per response (GSPO)', change: { method: 'gspo' } },
      ],
      iterations: 20,
      charts: ['pass', 'entropy'],
      claims: [
        {
          id: 'unclipped',
          says: 'Without a clip pass@1 after 20 iterations differs by {figure}.',
          by: 'here',
          of: behind('unclipped'),
          band: { low: 0.04, agree: 0.8 },
        },
        {
          id: 'naive',
          says: 'Without a ratio it differs by {figure}.',
          by: 'here',
          of: behind('naive'),
          band: { low: 0.05, agree: 0.8 },
        },
        {
          id: 'sequence',
          says: 'Clipped per response it differs by {figure}.',
          by: 'here',
          of: behind('sequence'),
          band: { low: -0.05, high: 0.05 },
        },
        {
          id: 'ways',
          says: 'Without a clip the number of correct leaves differs by {figure}.',
          by: 'here',
          of: minus(read('unclipped', 'distinctCorrect', { at: 20 }), read('clipped', 'distinctCorrect', { at: 20 })),
          band: { high: -0.4, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'off-policy',
      text: 'Against the clipped loss: no clip {claim:off-policy.unclipped}, no ratio {claim:off-policy.naive}, per response {claim:off-policy.sequence}. And the leaves: {claim:off-policy.ways} without a clip. What is ahead in pass@1 has left itself fewer ways: a table with one column would call it the winner.',
    },
  ],
})
