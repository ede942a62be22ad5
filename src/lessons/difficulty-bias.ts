import { defineLesson } from '../core/lesson.ts'
import type { RecipeDifference } from '../core/recipe-check.ts'
import { divided, read } from '../core/statistics.ts'

const at100 = { at: 100 } as const
const lead = divided(read('grpo', 'passAt1', at100), read('dr-grpo', 'passAt1', at100))
const levers = (level: string): RecipeDifference => ({
  task: 'bandit',
  level,
  policy: 'tabular',
  base: 'warm',
  method: 'grpo',
  params: { optimiser: 'sgd', learningRate: 5, maxGradNorm: 0, probeEvery: 100, probeProblems: 64 },
})
/** 5 over the deviation of four successes among eight: a half-solved group gets the same push. */
const matched = { method: 'dr-grpo', params: { learningRate: 9.35 } }
const arms = [
  { id: 'grpo', label: 'GRPO: divided by the spread' },
  { id: 'dr-grpo', label: 'Dr. GRPO: not divided', change: matched },
]
const group = (name: string, right: number) =>
  Array.from({ length: 8 }, (_, i) => ({ group: name, reward: i < right ? 1 : 0 }))

export default defineLesson({
  id: 'difficulty-bias',
  order: 40,
  chapter: 'Groups',
  title: 'Which problems get the weight',
  goal: 'You can say what dividing by the spread does to hard and easy problems, and why that is another objective.',
  minutes: 12,
  needs: ['group-advantage'],
  papers: [{ id: '2503.20783', title: 'Dr. GRPO' }],
  next: 'zero-signal',
  blocks: [
    {
      kind: 'text',
      text: String.raw`Without division, a group's total push is $2Gp(1-p)$ for a problem that is solved with probability $p$: most at half solved, little at the ends. Divided by the deviation it is $2G\sqrt{p(1-p)}$: the ends get more. In expectation GRPO then no longer climbs the mean success $p$, but $2\arcsin\sqrt p$, a curve that is steep at both ends.`,
    },
    {
      kind: 'estimate',
      id: 'weights',
      rows: [...group('1 of 8', 1), ...group('4 of 8', 4)],
      arms: [
        { id: 'grpo', label: 'GRPO', method: 'grpo' },
        { id: 'dr-grpo', label: 'Dr. GRPO', method: 'dr-grpo' },
      ],
      editable: ['reward'],
      claims: [
        {
          id: 'divided',
          says: 'Under GRPO the lone success gets {figure} times what a success of a half-solved group gets.',
          of: { arm: 'grpo', row: 0, over: { arm: 'grpo', row: 8 } },
          low: 2.6,
          high: 2.7,
        },
        {
          id: 'plain',
          says: 'Under Dr. GRPO {figure} times.',
          of: { arm: 'dr-grpo', row: 0, over: { arm: 'dr-grpo', row: 8 } },
          low: 1.74,
          high: 1.76,
        },
      ],
      caption:
        'A hard problem beside one that is half solved. Over whole groups, |advantages| sum to 4.95 and 7.48 under GRPO, to 1.75 and 4 under Dr. GRPO.',
    },
    {
      kind: 'text',
      text: 'To compare, both must be equally strong somewhere: the learning rate of Dr. GRPO is chosen so that a half-solved group gets the same push. Then both start where one pull in sixteen pays.',
    },
    {
      kind: 'predict',
      id: 'hard-start',
      ask: 'Equal push at half solved; at the start 6 % are solved. How does the pass@1 of GRPO compare after 100 updates?',
      about: 'hard',
      answer: {
        kind: 'choice',
        of: lead,
        cuts: [0.9, 1.15],
        options: [
          { text: 'It is lower', ifWrong: 'Its push on rare successes is the larger one.' },
          {
            text: 'The same: only the scale differs, and that was made equal',
            tempting: true,
            ifWrong:
              'It was made equal for half-solved groups. Where hardly anything is solved, the division enlarges.',
          },
          { text: 'It is clearly higher', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'hard',
      base: { change: levers('medium') },
      arms,
      iterations: 100,
      charts: ['reward'],
      claims: [
        {
          id: 'lead',
          says: 'From a start where 6 % are solved, GRPO has {figure} times the pass@1.',
          by: 'paper',
          of: lead,
          band: { low: 1.3, agree: 1 },
        },
      ],
    },
    {
      kind: 'experiment',
      id: 'easy',
      base: { change: levers('easy') },
      arms,
      iterations: 100,
      charts: ['reward'],
      claims: [
        {
          id: 'no-lead',
          says: 'From a start where 40 % are solved, it has {figure} times the pass@1.',
          by: 'here',
          of: lead,
          band: { low: 0.9, high: 1.15 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'easy',
      text: 'Dividing by the spread is often called a bias; it is also a curriculum that favours the hard. From a hard start it leads by a factor of {claim:hard.lead}; where problems are about half solved it does not: {claim:easy.no-lead}. With Adam the difference blurs, because Adam divides by a scale of its own.',
    },
    {
      kind: 'exercise',
      id: 'factor',
      ask: 'By which factor must the learning rate of Dr. GRPO be multiplied to give a group with 1 success of 8 the push that GRPO gives?',
      hint: 'One over the deviation of that group.',
      check: {
        kind: 'number',
        low: 2.73,
        high: 2.93,
        why: 'The deviation of one success among eight is 0.354, and 1 / 0.354 = 2.83.',
      },
    },
  ],
})
