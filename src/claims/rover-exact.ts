import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'rover-exact',
  title: 'Exact ROVER',
  methods: ['rover-tabular'],
  about:
    'The softmax of the values of babbling at random, solved exactly: token tree, level medium, a table, 200 updates. GRPO is read where its pass@1 is about the same.',
  base: {
    change: {
      task: 'token-tree',
      level: 'medium',
      policy: 'tabular',
      method: 'rover-tabular',
      params: { probeEvery: 20, probeProblems: 32 },
    },
  },
  arms: [
    { id: 'rover-tabular', label: 'exact ROVER' },
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
  ],
  iterations: 200,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1 at 100', metric: 'passAt1', when: { at: 100 } },
    { label: 'pass@1 at 140', metric: 'passAt1', when: { at: 140 } },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves at 100', metric: 'distinctCorrect', when: { at: 100 } },
    { label: 'right leaves at 140', metric: 'distinctCorrect', when: { at: 140 } },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [],
  order: 34,
})
