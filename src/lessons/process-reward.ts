import { defineLesson } from '../core/lesson.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

const last = during(91, 100)

export default defineLesson({
  id: 'process-reward',
  order: 140,
  chapter: 'Credit',
  title: 'A judge that can be flattered',
  goal: 'You can see a reward being hacked, and say which curve shows it.',
  minutes: 10,
  needs: ['group-advantage'],
  papers: [{ id: '2504.15275', title: 'PURE: stop summation' }],
  next: 'stale',
  blocks: [
    {
      kind: 'text',
      text: 'A process judge scores every step: good work, filler, slips. Filler gets a little less than work, and nobody counts how much of it there is. Summed up, a response full of filler is worth more than three pieces of work and an answer. Nothing in reward, loss, KL or gradient looks wrong while the policy finds that out.',
    },
    {
      kind: 'live',
      id: 'judged',
      recipe: { preset: 'flattered-judge' },
      show: 'groups',
      charts: ['reward', 'correct', 'lengths'],
      controls: [],
      at: { iteration: 1, phase: 'credit' },
      caption: 'Press Play, and watch the reward and the share of correct responses side by side.',
    },
    {
      kind: 'predict',
      id: 'correct',
      ask: 'The reward of the summed form rises all the way. Draw the share of correct responses meanwhile.',
      about: 'forms',
      answer: { kind: 'curve', arm: 'sum', metric: 'correct', at: [1, 25, 50, 100], range: [0, 0.5] },
    },
    {
      kind: 'experiment',
      id: 'forms',
      base: { preset: 'flattered-judge', change: { params: { probeEvery: 0 } } },
      arms: [
        { id: 'sum', label: 'the sum of all steps' },
        { id: 'mean', label: 'their mean', change: { method: 'pure-mean' } },
        { id: 'min', label: 'the worst step (PURE)', change: { method: 'pure' } },
      ],
      iterations: 100,
      charts: ['reward', 'correct'],
      claims: [
        {
          id: 'reward',
          says: 'The reward of the sum grows by {figure}.',
          by: 'here',
          of: minus(read('sum', 'reward', { at: 100 }), read('sum', 'reward', { at: 1 })),
          band: { low: 2, agree: 1 },
        },
        {
          id: 'correct',
          says: 'In the end a share of {figure} of its responses is correct.',
          by: 'paper',
          of: alone(read('sum', 'correct', last)),
          band: { high: 0.06, agree: 1 },
        },
        {
          id: 'min',
          says: 'Paid by the worst step, {figure} are.',
          by: 'paper',
          of: alone(read('min', 'correct', last)),
          band: { low: 0.18, agree: 1 },
        },
        {
          id: 'mean',
          says: 'The worst step is {figure} ahead of the mean.',
          by: 'here',
          of: minus(read('min', 'correct', last), read('mean', 'correct', last)),
          band: { low: 0.05, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'forms',
      text: 'The reward climbed by {claim:forms.reward}, and {claim:forms.correct} of the responses are correct: the policy fills its lines. The mean hacks more slowly; the worst step pays nothing for filler, and {claim:forms.min} are correct. Where the judge is honest, that caution costs. The moral is not PURE: keep a measure that you do not train on.',
    },
    {
      kind: 'exercise',
      id: 'threshold',
      ask: 'Three pieces of work at 0.5 and an answer at 0.4, against eleven fillers at f and a cut-off last step at -0.8. From which f on does the sum prefer filler?',
      hint: '11 f - 0.8 > 1.9.',
      check: { kind: 'number', low: 0.235, high: 0.255, why: '2.7 / 11 = 0.245.' },
    },
  ],
})
