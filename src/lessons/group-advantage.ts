import { defineLesson } from '../core/lesson.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

const early = during(1, 10)
const late = during(81, 100)
const eightOverManySiblings = minus(read('g8', 'reward', late), read('g32', 'reward', late))

export default defineLesson({
  id: 'group-advantage',
  order: 30,
  chapter: 'Start here',
  title: 'Compare with your siblings',
  goal: 'You can compute a group advantage by hand, and predict what one update does to every sibling.',
  minutes: 15,
  needs: ['reinforce-baseline'],
  papers: [{ id: '2402.03300', title: 'DeepSeekMath: GRPO' }],
  next: 'difficulty-bias',
  blocks: [
    {
      kind: 'text',
      text: 'GRPO asks a problem several times. The mean reward of the answers is the baseline, their spread is the unit. No critic, no memory: siblings are the measure.',
    },
    { kind: 'formula', of: { method: 'grpo' } },
    {
      kind: 'estimate',
      id: 'by-hand',
      rows: [
        { group: 'one of eight', reward: 1 },
        ...Array.from({ length: 7 }, () => ({ group: 'one of eight', reward: 0 })),
      ],
      arms: [
        { id: 'grpo', label: 'GRPO', method: 'grpo' },
        { id: 'dr-grpo', label: 'Dr. GRPO', method: 'dr-grpo' },
        { id: 'rloo', label: 'RLOO', method: 'rloo' },
      ],
      editable: ['reward'],
      claims: [
        {
          id: 'lone',
          says: 'A lone success among eight gets {figure} under GRPO.',
          of: { arm: 'grpo', row: 0 },
          low: 2.474,
          high: 2.476,
        },
        { id: 'failure', says: 'Each failure gets {figure}.', of: { arm: 'grpo', row: 1 }, low: -0.354, high: -0.353 },
        {
          id: 'centred',
          says: 'Only centred (Dr. GRPO) it is {figure}.',
          of: { arm: 'dr-grpo', row: 0 },
          low: 0.875,
          high: 0.875,
        },
      ],
      caption: 'One success among eight. Change a reward and follow the numbers: the sum stays zero.',
    },
    {
      kind: 'predict',
      id: 'punished',
      ask: 'Look at the group below: response 2 is wrong and has a negative advantage. What happens to its probability in the update?',
      about: 'first-update',
      answer: {
        kind: 'cause',
        options: ['It falls: it was punished', 'It rises'],
        right: 1,
        because:
          'It shares its first six tokens with the one that was right. A network is no table: what is alike moves together. The picture names who carried it along.',
      },
    },
    {
      kind: 'live',
      id: 'first-update',
      recipe: { preset: 'grpo-basics', change: { params: { problems: 1 } } },
      show: 'update',
      controls: ['learningRate'],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'Go to the scene "Effect": a framed row moved against its advantage. An advantage is a wish; the change of probability is what became of it.',
    },
    {
      kind: 'predict',
      id: 'how-many-siblings',
      ask: '64 responses per update: 2 siblings of 32 problems, 8 of 8, or 32 of 2. How far is 8 x 8 ahead of 32 x 2 after 100 updates, in mean reward?',
      about: 'group-size',
      answer: {
        kind: 'choice',
        of: eightOverManySiblings,
        cuts: [-0.03, 0.03],
        options: [
          {
            text: 'It is behind: 32 siblings are the better baseline',
            tempting: true,
            ifWrong: 'The baseline is better, but two problems per update are little to learn from.',
          },
          { text: 'Not distinguishable', ifWrong: 'The two differ in every seed here.' },
          { text: 'It is ahead', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'group-size',
      base: { preset: 'grpo-basics', change: { params: { probeEvery: 100, probeProblems: 32 } } },
      arms: [
        { id: 'g8', label: '8 siblings of 8 problems' },
        { id: 'g2', label: '2 siblings of 32 problems', change: { params: { groupSize: 2, problems: 32 } } },
        { id: 'g32', label: '32 siblings of 2 problems', change: { params: { groupSize: 32, problems: 2 } } },
      ],
      iterations: 100,
      charts: ['reward', 'noSignal'],
      claims: [
        {
          id: 'silent-two',
          says: 'With two siblings a share of {figure} of the groups is silent at first.',
          by: 'here',
          of: alone(read('g2', 'noSignal', early)),
          band: { low: 0.5, agree: 0.8 },
        },
        {
          id: 'silent-many',
          says: 'With thirty-two it is {figure}.',
          by: 'here',
          of: alone(read('g32', 'noSignal', early)),
          band: { high: 0.05, agree: 0.8 },
        },
        {
          id: 'few-problems',
          says: 'In the end 8 x 8 is {figure} of reward ahead of 32 x 2.',
          by: 'here',
          of: eightOverManySiblings,
          band: { low: 0.03, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'group-size',
      text: 'Siblings are paid for with problems. With two siblings {claim:group-size.silent-two} of the groups agree and teach nothing, with thirty-two hardly any does: {claim:group-size.silent-many}. Yet two problems per update are few, and 8 x 8 ends ahead by {claim:group-size.few-problems}. Two and eight siblings cannot be told apart here: this is no search for an optimum.',
    },
    {
      kind: 'exercise',
      id: 'a-third',
      ask: 'Find a group size, at about 64 responses per update, with which about a third of the groups is silent in the first ten iterations.',
      hint: 'Between two and eight.',
      check: {
        kind: 'run',
        start: { preset: 'grpo-basics', change: { params: { probeEvery: 0 } } },
        iterations: 10,
        seeds: ['1', '2', '3'],
        may: ['groupSize', 'problems'],
        claim: {
          id: 'third',
          says: 'A share of {figure} of the groups is silent.',
          by: 'here',
          of: alone(read('yours', 'noSignal', early)),
          band: { low: 0.3, high: 0.42 },
        },
        solution: { groupSize: 3, problems: 21 },
      },
    },
  ],
})
