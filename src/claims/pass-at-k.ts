import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'pass-at-k',
  title: 'pass@1 and pass@64 in a network',
  methods: ['psr', 'nsr', 'rover', 'grpo'],
  about:
    'Token tree, level medium, `gpt-2x32` from the strong start, learning rate 0.001, 300 updates; 64 held-out problems with 64 samples each. Which way a problem blocks follows no rule, so a network that always takes the same way loses the problems where it is blocked.',
  base: {
    change: {
      task: 'token-tree',
      level: 'medium',
      policy: 'gpt-2x32',
      base: 'strong',
      params: { learningRate: 0.001, probeEvery: 300, probeProblems: 64, probeSamples: 64 },
    },
  },
  arms: [
    { id: 'psr', label: 'PSR', change: { method: 'psr' } },
    { id: 'nsr', label: 'NSR', change: { method: 'nsr' } },
    { id: 'grpo', label: 'GRPO' },
    { id: 'rover', label: 'ROVER', change: { method: 'rover' } },
  ],
  iterations: 300,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'pass@64 at first', metric: 'passAt64', when: 'start' },
    { label: 'pass@64', metric: 'passAt64', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [],
  order: 10,
})
