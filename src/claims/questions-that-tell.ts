import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 30 } } as const

export default defineStudy({
  id: 'questions-that-tell',
  title: 'Questions that tell something',
  methods: ['igpo', 'empg', 'grpo'],
  about:
    'A number below eight, three questions, then a guess; three of the six questions tell one bit each, the others nothing. Groups of eight, a table. IGPO pays every turn for what it adds to the belief in the right number, which this world computes exactly.',
  base: {
    change: {
      task: 'twenty-questions',
      level: 'easy',
      policy: 'tabular',
      params: { learningRate: 0.2, probeEvery: 10 },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
    { id: 'igpo', label: 'IGPO', change: { method: 'igpo' } },
    { id: 'empg', label: 'EMPG', change: { method: 'empg' } },
  ],
  iterations: 40,
  columns: [
    { label: 'at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 10', metric: 'passAt1', when: { at: 10 } },
    { label: 'iteration 30', ...late },
    { label: 'iteration 40', metric: 'passAt1', when: { at: 40 } },
  ],
  claims: [
    {
      id: 'igpo-ahead',
      says: 'After 30 updates IGPO guesses right {figure} more often than GRPO.',
      by: 'paper',
      of: middleOf(late, 'igpo', 'grpo'),
      band: { low: 0.1, agree: 0.8 },
    },
  ],
})
