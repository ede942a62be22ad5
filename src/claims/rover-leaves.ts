import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'rover-leaves',
  title: 'ROVER keeps leaves, in a table',
  methods: ['rover'],
  presets: ['rover-keeps-leaves'],
  about:
    'Token tree as a table of logits, where nothing is lost to function approximation; eight passes over each batch. ROVER stands after 200 updates where GRPO stands after 150; right leaves are counted among 16 samples for each of 32 problems.',
  base: { preset: 'rover-keeps-leaves', change: { params: { probeEvery: 50 } } },
  arms: [
    { id: 'rover', label: 'ROVER, 200 updates' },
    { id: 'grpo', label: 'GRPO, 150 updates', change: { method: 'grpo' }, iterations: 150 },
  ],
  iterations: 200,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
    { label: 'right leaves at 150', metric: 'distinctCorrect', when: { at: 150 } },
    { label: 'pass@1 at 150', metric: 'passAt1', when: { at: 150 } },
  ],
  claims: [],
  order: 30,
})
