import { defineStudy } from '../core/study.ts'

const last = { from: 391, to: 400, take: 'mean' } as const

export default defineStudy({
  id: 'wrong-on-purpose',
  title: 'Wrong on purpose',
  methods: ['srpo-reflection'],
  presets: ['wrong-on-purpose'],
  about:
    'Two attempts at a sum. SRPO’s reward for reflection pays 1 for repairing a wrong answer and 0.75 for being right twice; GRPO sees the last answer alone. A table, 400 updates, shown are the last ten.',
  base: { preset: 'wrong-on-purpose', change: { params: { probeEvery: 0 } } },
  arms: [
    { id: 'srpo', label: 'SRPO' },
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
  ],
  iterations: 400,
  columns: [
    { label: 'repaired', metric: 'repaired', when: last },
    { label: 'kept', metric: 'kept', when: last },
    { label: 'spoiled', metric: 'spoiled', when: last },
    { label: 'correct at last', metric: 'correct', when: last },
    { label: 'reward', metric: 'reward', when: last },
  ],
  claims: [],
  order: 95,
})
