import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'praise-and-blame',
  title: 'Praise and blame, rows that do not touch',
  methods: ['psr', 'nsr', 'w-reinforce'],
  about:
    'A table of sixteen levers per row, of which some pay; it starts right nine times in ten. 300 updates with plain SGD on praise alone (PSR), on blame alone (NSR), on both with praise at a tenth (W-REINFORCE), or with GRPO.',
  base: {
    change: {
      task: 'bandit',
      level: 'easy',
      policy: 'tabular',
      base: 'strong',
      params: {
        optimiser: 'sgd',
        learningRate: 10,
        maxGradNorm: 0,
        probeEvery: 300,
        probeProblems: 64,
        probeSamples: 64,
      },
    },
  },
  arms: [
    { id: 'psr', label: 'PSR', change: { method: 'psr' } },
    { id: 'nsr', label: 'NSR', change: { method: 'nsr' } },
    { id: 'w-reinforce', label: 'W-REINFORCE', change: { method: 'w-reinforce' } },
    { id: 'grpo', label: 'GRPO' },
  ],
  iterations: 300,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'levers that pay, at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'levers that pay', metric: 'distinctCorrect', when: 'end' },
    { label: 'entropy', metric: 'entropy', when: { from: 291, to: 300, take: 'mean' } },
  ],
  claims: [],
  order: 20,
})
