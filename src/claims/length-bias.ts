import { defineStudy, middleOf } from '../core/study.ts'

const first = { from: 1, to: 10, take: 'mean' } as const
const last = { from: 91, to: 100, take: 'mean' } as const

export default defineStudy({
  id: 'length-bias',
  title: 'Length bias',
  methods: ['dr-grpo', 'grpo'],
  presets: ['length-bias'],
  about:
    'A table on sums that may be rambled through, at most 16 tokens; it can feel when it has gone wrong. GRPO with its average within each response against Dr. GRPO with its constant; 100 updates, shown are the last ten.',
  base: { preset: 'length-bias', change: { params: { probeEvery: 0 } } },
  arms: [
    { id: 'within', label: 'GRPO, within responses' },
    {
      id: 'constant',
      label: 'Dr. GRPO, by a constant',
      change: { method: 'dr-grpo', params: { aggregation: 'seq-mean-token-sum-norm' } },
    },
  ],
  iterations: 100,
  columns: [
    { label: 'wrong answers at first', metric: 'lengthWrong', when: first },
    { label: 'wrong answers, tokens', metric: 'lengthWrong', when: last },
    { label: 'right answers, tokens', metric: 'lengthCorrect', when: last },
    { label: 'cut off', metric: 'truncated', when: last },
    { label: 'correct', metric: 'correct', when: last },
  ],
  claims: [
    {
      id: 'wrong-grow',
      says: 'Averaged within each response, wrong answers grow by {figure} tokens.',
      by: 'paper',
      of: {
        take: { arm: 'within', metric: 'lengthWrong', when: last },
        against: { how: 'minus', take: { arm: 'within', metric: 'lengthWrong', when: first } },
        over: 'median',
      },
      band: { low: 4, agree: 1 },
    },
    {
      id: 'wrong-stay',
      says: 'Divided by a constant they stay short: they change by {figure}.',
      by: 'paper',
      of: {
        take: { arm: 'constant', metric: 'lengthWrong', when: last },
        against: { how: 'minus', take: { arm: 'constant', metric: 'lengthWrong', when: first } },
        over: 'median',
      },
      band: { high: 1.5, agree: 0.8 },
      stands: 'fails',
    },
    {
      id: 'apart',
      says: 'In the end {figure} tokens lie between the two.',
      by: 'here',
      of: middleOf({ metric: 'lengthWrong', when: last }, 'within', 'constant'),
      band: { low: 3, agree: 0.9 },
    },
    {
      id: 'cut-off',
      says: 'Averaged within each response, a share of {figure} runs into the limit.',
      by: 'here',
      of: middleOf({ metric: 'truncated', when: last }, 'within'),
      band: { low: 0.1, agree: 0.9 },
    },
    {
      id: 'not-cut-off',
      says: 'Divided by a constant hardly any does: {figure}.',
      by: 'here',
      of: middleOf({ metric: 'truncated', when: last }, 'constant'),
      band: { high: 0.04, agree: 0.8 },
      stands: 'fails',
    },
    {
      id: 'fewer-cut-off',
      says: 'The constant cuts off fewer: the shares differ by {figure}.',
      by: 'here',
      of: middleOf({ metric: 'truncated', when: last }, 'within', 'constant'),
      band: { low: 0.05, agree: 0.9 },
    },
    {
      id: 'as-right',
      says: 'Both are right as often: they differ by {figure}.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'within', 'constant'),
      band: { low: -0.06, high: 0.06, agree: 0.7 },
    },
  ],
  order: 70,
})
