import { defineStudy, middleOf } from '../core/study.ts'

const half = { metric: 'passAt1', when: { at: 100 } } as const

export default defineStudy({
  id: 'hopeless-problems',
  title: 'Problems that nobody solves yet',
  methods: ['sec', 'scaf-grpo', 'ghpo', 'arpo-gui-replay', 'grpo'],
  about:
    'Chains of shared decisions of one to twelve parts, on a table; the long ones come out right once in thousands of tries, until their parts are learned from the short ones. A curriculum chooses among lengths, hints give the beginning of an answer, a replay puts an old success into a failing group.',
  base: {
    change: {
      task: 'combination-chain',
      level: 'hard',
      policy: 'tabular',
      base: 'warm',
      params: {
        optimiser: 'sgd',
        learningRate: 0.4,
        maxGradNorm: 0,
        aggregation: 'seq-mean-token-sum',
        probeEvery: 50,
      },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
    { id: 'sec', label: 'SEC, a curriculum', change: { method: 'sec' } },
    { id: 'scaf', label: 'Scaf-GRPO, hints', change: { method: 'scaf-grpo' } },
    { id: 'ghpo', label: 'GHPO, hints', change: { method: 'ghpo' } },
    { id: 'arpo', label: 'ARPO, replay', change: { method: 'arpo-gui-replay' } },
  ],
  iterations: 200,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', ...half },
    { label: 'iteration 200', metric: 'passAt1', when: { at: 200 } },
    { label: 'responses drawn', metric: 'rolloutsSampled', when: { from: 1, to: 200, take: 'sum' } },
  ],
  order: 120,
  claims: [
    {
      id: 'curriculum',
      says: 'Choosing among lengths helps: after 100 updates SEC is {figure} ahead of GRPO, with as many responses.',
      by: 'paper',
      of: middleOf(half, 'sec', 'grpo'),
      band: { low: 0.1, agree: 0.9 },
    },
    {
      id: 'hints',
      says: 'Scaf-GRPO’s hints for groups that fail: {figure} ahead, for a fifth more responses.',
      by: 'paper',
      of: middleOf(half, 'scaf', 'grpo'),
      band: { low: 0.08, agree: 0.9 },
    },
    {
      id: 'guided',
      says: 'GHPO’s, which begin with a quarter of the answer and more: {figure} ahead, for a quarter more.',
      by: 'paper',
      of: middleOf(half, 'ghpo', 'grpo'),
      band: { low: 0.14, agree: 0.9 },
    },
    {
      id: 'replay',
      says: 'An old success in the place of a failure: {figure} ahead, with as many responses.',
      by: 'paper',
      of: middleOf(half, 'arpo', 'grpo'),
      band: { low: 0.1, agree: 0.9 },
    },
  ],
})
