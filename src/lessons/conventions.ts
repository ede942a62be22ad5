import { defineLesson } from '../core/lesson.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

export default defineLesson({
  id: 'conventions',
  order: 170,
  chapter: 'Data and practice',
  title: 'The same name, other numbers',
  goal: 'You can say why two frameworks give different advantages for the same rewards.',
  minutes: 10,
  needs: ['group-advantage', 'difficulty-bias'],
  papers: [],
  next: 'debugging',
  blocks: [
    {
      kind: 'text',
      text: '"GRPO" is a formula with blanks: the divisor (n or n - 1), epsilon, what a group of one gets, how tokens are averaged, whether a clip bounds negative credit. Papers, TRL and verl fill them differently. Mostly it does not matter: rewards 1, 0, 1, 0 differ in the fourth digit. It matters where rewards nearly agree, and it matters for a group of one.',
    },
    {
      kind: 'estimate',
      id: 'near-tie',
      rows: [
        ...[1, 1, 1, 0.9999].map(reward => ({ group: 'near tie', reward })),
        ...[1, 0, 1, 0].map(reward => ({ group: 'half', reward })),
        { group: 'one alone', reward: 0.7 },
      ],
      arms: [
        { id: 'trl', label: 'TRL', method: 'grpo', convention: 'trl' },
        { id: 'verl', label: 'verl', method: 'grpo', convention: 'verl' },
        { id: 'rloo', label: 'RLOO', method: 'rloo' },
      ],
      editable: ['reward'],
      claims: [
        {
          id: 'tie-trl',
          says: 'In the near tie TRL gives the last response {figure}.',
          of: { arm: 'trl', row: 3 },
          low: -0.51,
          high: -0.49,
        },
        { id: 'tie-verl', says: 'verl gives it {figure}.', of: { arm: 'verl', row: 3 }, low: -1.48, high: -1.46 },
        {
          id: 'half',
          says: 'Where rewards differ, verl gives {figure} times what TRL gives.',
          of: { arm: 'verl', row: 4, over: { arm: 'trl', row: 4 } },
          low: 0.9999,
          high: 1.0003,
        },
        { id: 'lone-trl', says: 'Alone, TRL gives {figure}.', of: { arm: 'trl', row: 8 }, low: 0, high: 0 },
        {
          id: 'lone-verl',
          says: 'Alone, verl gives {figure}: the raw reward.',
          of: { arm: 'verl', row: 8 },
          low: 0.699,
          high: 0.701,
        },
      ],
      caption: 'One file, three readings. Change the 0.9999 to 0.99: the two agree again.',
    },
    {
      kind: 'predict',
      id: 'lone',
      ask: 'Groups of one, with the raw reward as advantage (as verl gives it). After 60 updates, the mean reward compared with groups of eight is …',
      about: 'alone',
      answer: {
        kind: 'choice',
        of: minus(read('raw', 'reward', during(51, 60)), read('eight', 'reward', during(51, 60))),
        cuts: [-0.05, 0.05],
        options: [
          {
            text: 'Lower: there is no baseline',
            tempting: true,
            ifWrong: 'No baseline, but 64 different problems, none of them silent.',
          },
          { text: 'About the same', ifWrong: 'Not on these seeds.' },
          { text: 'Higher', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'alone',
      base: { preset: 'grpo-basics', change: { params: { probeEvery: 0 } } },
      arms: [
        { id: 'eight', label: 'groups of eight' },
        {
          id: 'raw',
          label: 'groups of one, raw reward',
          change: { params: { groupSize: 1, problems: 64, lone: 'raw' } },
        },
        { id: 'zero', label: 'groups of one, zero', change: { params: { groupSize: 1, problems: 64 } } },
      ],
      iterations: 60,
      charts: ['reward', 'gradNorm'],
      claims: [
        {
          id: 'still',
          says: 'With zero the largest gradient norm is {figure}.',
          by: 'here',
          of: alone(read('zero', 'gradNorm', { from: 1, to: 60, take: 'max' }), 'max'),
          band: { low: 0, high: 0, agree: 1 },
        },
        {
          id: 'raw',
          says: 'With the raw reward the reward in the end is {figure} above that of groups of eight.',
          by: 'here',
          of: minus(read('raw', 'reward', during(51, 60)), read('eight', 'reward', during(51, 60))),
          band: { low: 0.03, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'alone',
      text: 'With zero nothing moves: {claim:alone.still}. With the raw reward GRPO has turned into REINFORCE over 64 different problems, none of them silent, and here it ends {claim:alone.raw} above groups of eight. So the "wrong" convention is no bug that can be seen in the reward. It is another method under the same name.\n\nIf your rerun does not match a log, suspect the blanks first.',
    },
    {
      kind: 'exercise',
      id: 'which-epsilon',
      ask: 'Rewards 1, 1, 1, 0.9999. A log says -0.5 for the last, with the divisor n - 1. The deviation is 0.00005. What is epsilon, in units of 1e-4?',
      hint: 'The gap to the mean is 0.000075.',
      check: {
        kind: 'number',
        low: 0.95,
        high: 1.05,
        why: '0.000075 / 0.5 = 0.00015, less the deviation 0.00005: 1e-4, which is TRL’s.',
      },
    },
  ],
})
