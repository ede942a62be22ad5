import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 400 } } as const
const early = { metric: 'passAt1', when: { at: 100 } } as const

export default defineStudy({
  id: 'one-example',
  title: 'One training example',
  methods: ['grpo'],
  about:
    'Sums modulo 100 from a warm start that knows more than it says. All sums of the level are trained on, or 64 of them, or one and the same sum in every group; 64 answers per update either way. Measured on sums that none of them trained on.',
  base: { change: { params: { probeEvery: 25 } } },
  arms: [
    { id: 'all', label: 'all sums' },
    { id: 'sixty-four', label: '64 sums', change: { params: { pool: 64 } } },
    { id: 'one', label: 'one sum', change: { params: { pool: 1 } } },
    {
      id: 'one-entropy',
      label: 'one sum, entropy bonus 0.003',
      change: { params: { pool: 1, entropyCoefficient: 0.003 } },
    },
  ],
  iterations: 400,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', ...early },
    { label: 'iteration 200', metric: 'passAt1', when: { at: 200 } },
    { label: 'iteration 400', ...late },
    { label: 'trained sums all right at', metric: 'correct', when: { first: 'atLeast', value: 0.99 } },
  ],
  claims: [
    {
      id: 'carries-over',
      says: 'Training on one sum until it is always right lifts all others by {figure}.',
      by: 'paper',
      of: {
        take: { arm: 'one', ...late },
        against: { how: 'minus', take: { arm: 'one', metric: 'passAt1', when: 'start' } },
        over: 'median',
      },
      band: { low: 0.1 },
      stands: 'fails',
    },
    {
      id: 'few-are-enough',
      says: '64 sums teach the others as well as all sums do: {figure} apart.',
      by: 'here',
      of: middleOf(late, 'sixty-four', 'all'),
      band: { low: -0.03, high: 0.03, agree: 0.8 },
    },
    {
      id: 'learned-at-once',
      says: 'The one sum is always right after {figure} updates.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: { first: 'atLeast', value: 0.99 } }, 'one'),
      band: { high: 40, agree: 0.8 },
    },
  ],
})
