import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'rover-strong',
  title: 'ROVER from a strong start',
  methods: ['rover'],
  presets: ['rover-keeps-leaves'],
  about: 'As before, from a start that is right four times in five, 200 updates of both.',
  base: { preset: 'rover-keeps-leaves', change: { base: 'strong', params: { probeEvery: 200 } } },
  arms: [
    { id: 'rover', label: 'ROVER' },
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
    { id: 'rover-medium', label: 'ROVER, level medium', change: { level: 'medium' } },
    { id: 'grpo-medium', label: 'GRPO, level medium', change: { level: 'medium', method: 'grpo' } },
  ],
  iterations: 200,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [],
  order: 32,
})
