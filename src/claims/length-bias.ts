import { defineStudy } from '../core/study.ts'

const last = { from: 141, to: 150, take: 'mean' } as const

export default defineStudy({
  id: 'length-bias',
  title: 'Length bias',
  methods: ['dr-grpo', 'bnpo', 'grpo'],
  presets: ['length-bias'],
  about:
    'A table on sums that may be rambled through, at most 16 tokens; it can feel when it has gone wrong. GRPO with its average within each response, Dr. GRPO with its constant, and the mean over all tokens of the batch; 150 updates, shown are the last ten.',
  base: { preset: 'length-bias', change: { params: { probeEvery: 0 } } },
  arms: [
    { id: 'within', label: 'GRPO, within responses' },
    {
      id: 'constant',
      label: 'Dr. GRPO, by a constant',
      change: { method: 'dr-grpo', params: { aggregation: 'seq-mean-token-sum-norm' } },
    },
    { id: 'tokens', label: 'BNPO, over tokens', change: { method: 'bnpo', params: { aggregation: 'token-mean' } } },
  ],
  iterations: 150,
  columns: [
    { label: 'wrong answers at first', metric: 'lengthWrong', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'wrong answers, tokens', metric: 'lengthWrong', when: last },
    { label: 'right answers, tokens', metric: 'lengthCorrect', when: last },
    { label: 'cut off', metric: 'truncated', when: last },
    { label: 'correct', metric: 'correct', when: last },
  ],
  claims: [],
  order: 70,
})
