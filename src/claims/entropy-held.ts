import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'entropy-held',
  title: 'Ways to keep right leaves',
  methods: ['confucius3-ter', 'grpo-passk', 'aligndistil', 'flow-of-reasoning', 'nsr'],
  presets: ['entropy-collapse'],
  about:
    'Token tree as a table, up to four leaves right, learning rate 0.1, 80 updates; right leaves are counted among 16 samples for each of 32 problems.',
  base: {
    change: {
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      params: { learningRate: 0.1, probeEvery: 80, probeProblems: 32 },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO' },
    {
      id: 'ter',
      label: 'target entropy (Confucius3)',
      change: { method: 'confucius3-ter', params: { goalWeight: 0.3 } },
    },
    { id: 'nsr', label: 'NSR', change: { method: 'nsr' } },
    { id: 'grpo-passk', label: 'GRPO-passk', change: { method: 'grpo-passk' } },
    { id: 'aligndistil', label: 'AlignDistil', change: { method: 'aligndistil' } },
    { id: 'flow', label: 'Flow of Reasoning', change: { method: 'flow-of-reasoning' } },
  ],
  iterations: 80,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'pass@16', metric: 'passAt16', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
    { label: 'entropy, last ten', metric: 'entropy', when: { from: 71, to: 80, take: 'mean' } },
  ],
  claims: [],
  order: 15,
})
