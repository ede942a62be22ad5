import { defineLesson } from '../core/lesson.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

const first = during(1, 10)
const last = during(91, 100)
const grown = minus(read('within', 'lengthWrong', last), read('within', 'lengthWrong', first))
const apart = minus(read('within', 'lengthWrong', last), read('constant', 'lengthWrong', last))

export default defineLesson({
  id: 'length-bias',
  order: 80,
  chapter: 'The update',
  title: 'Length bias',
  goal: 'You can say which averaging makes wrong answers grow, and why.',
  minutes: 12,
  needs: ['group-advantage'],
  papers: [{ id: '2503.20783', title: 'Dr. GRPO' }],
  next: 'entropy',
  blocks: [
    {
      kind: 'text',
      text: 'The tokens of a response share one advantage; the loss must still decide how much a token of a long response weighs. Averaging within each response first means: the same blame, spread over more tokens. A long wrong answer then hurts less per token than a short one. Nothing rewards rambling; it is the cheapest way to be wrong. A right answer is pushed the other way: short ones gain more per token. Dividing by a constant instead removes both.',
    },
    {
      kind: 'live',
      id: 'pull',
      recipe: { preset: 'length-bias' },
      show: 'credit',
      signal: 'pull',
      controls: ['aggregation'],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'Tokens by what stands before their gradient. Switch the averaging: the shades of long responses change, the credit does not.',
    },
    {
      kind: 'predict',
      id: 'curve',
      ask: 'Draw the length of wrong answers under averaging within responses (at most 16 tokens).',
      about: 'drift',
      answer: { kind: 'curve', arm: 'within', metric: 'lengthWrong', at: [1, 25, 50, 100], range: [0, 16] },
    },
    {
      kind: 'predict',
      id: 'how-much',
      ask: 'By how many tokens do the wrong answers grow over 100 updates?',
      about: 'drift',
      answer: { kind: 'quantity', of: grown, unit: 'tokens', range: [-6, 12], within: 2 },
    },
    {
      kind: 'experiment',
      id: 'drift',
      base: { preset: 'length-bias', change: { params: { probeEvery: 0 } } },
      arms: [
        { id: 'within', label: 'within responses first' },
        {
          id: 'constant',
          label: 'by a constant',
          change: { method: 'dr-grpo', params: { aggregation: 'seq-mean-token-sum-norm' } },
        },
      ],
      iterations: 100,
      charts: ['lengths', 'truncated'],
      claims: [
        {
          id: 'grow',
          says: 'Averaged within responses, wrong answers grow by {figure} tokens.',
          by: 'paper',
          of: grown,
          band: { low: 4, agree: 0.8 },
        },
        {
          id: 'apart',
          says: 'In the end they are {figure} tokens longer than under the constant.',
          by: 'here',
          of: apart,
          band: { low: 3, agree: 0.8 },
        },
        {
          id: 'as-right',
          says: 'Both are right as often: they differ by {figure}.',
          by: 'here',
          of: minus(read('within', 'correct', last), read('constant', 'correct', last)),
          band: { low: -0.06, high: 0.06, agree: 0.6 },
        },
        {
          id: 'right-answers',
          says: 'Right answers have {figure} tokens meanwhile.',
          by: 'here',
          of: alone(read('within', 'lengthCorrect', last)),
          band: { low: 2, high: 5 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'drift',
      text: 'Watch only the wrong answers: they grow by {claim:drift.grow} tokens and end {claim:drift.apart} longer than under the constant. The mean length would hide it, because right answers stay at {claim:drift.right-answers}. And success does not tell: the two differ by {claim:drift.as-right}.\n\nThe effect needs a policy that can feel that it is lost before the end. The table of this world can; a small network hardly drifts.',
    },
    {
      kind: 'exercise',
      id: 'weights',
      ask: 'Two wrong answers of 4 and 16 tokens, in a batch of two, averaged within each response. How many times as much does a token of the short one weigh?',
      hint: 'One over twice the length, for each.',
      check: { kind: 'number', low: 3.99, high: 4.01, why: '1/8 against 1/32.' },
    },
  ],
})
