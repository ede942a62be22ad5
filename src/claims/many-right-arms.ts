import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'many-right-arms',
  title: 'FlowRL keeps several right answers',
  methods: ['flowrl'],
  about:
    'A bandit in which several levers of a row pay alike; a table with learning rate 0.1, 300 updates. Levers that pay are counted among 64 samples for each of 64 rows.',
  base: {
    change: {
      task: 'bandit',
      level: 'easy',
      policy: 'tabular',
      method: 'flowrl',
      params: { learningRate: 0.1, probeEvery: 300, probeProblems: 64, probeSamples: 64 },
    },
  },
  arms: [
    { id: 'flowrl', label: 'FlowRL' },
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
  ],
  iterations: 300,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'levers that pay', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [],
})
