import { defineStudy } from '../core/study.ts'

const last = { from: 141, to: 150, take: 'mean' } as const

export default defineStudy({
  id: 'short-answers',
  title: 'Rewards for being short',
  methods: ['hapo-history', 'conciser', 'overlong-shaping', 'self-rewarded-efficiency'],
  about:
    'The same table on the same sums, which need three tokens; 150 updates with Dr. GRPO alone and with rewards that price length. Shown are the last ten.',
  base: {
    change: { task: 'length-budget', level: 'easy', policy: 'tabular', method: 'dr-grpo', params: { probeEvery: 0 } },
  },
  arms: [
    { id: 'dr-grpo', label: 'Dr. GRPO' },
    { id: 'hapo', label: 'HAPO', change: { method: 'hapo-history' } },
    { id: 'conciser', label: 'ConciseR', change: { method: 'conciser' } },
    { id: 'overlong', label: 'soft overlong price', change: { method: 'overlong-shaping' } },
    { id: 'efficiency', label: 'self-rewarded efficiency', change: { method: 'self-rewarded-efficiency' } },
  ],
  iterations: 150,
  columns: [
    { label: 'right answers at first', metric: 'lengthCorrect', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'right answers, tokens', metric: 'lengthCorrect', when: last },
    { label: 'correct', metric: 'correct', when: last },
  ],
  claims: [],
  order: 72,
})
