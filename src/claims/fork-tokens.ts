import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'fork-tokens',
  title: 'Fork tokens',
  methods: ['tempo', 'hicra', 'vineppo', 'grpo'],
  presets: ['forks-and-trees'],
  about:
    'Three of sixteen letters decide, and one response in 64 is right: chance of the right answer after 10 and 20 updates with one group of sixteen, plain SGD. VinePPO samples four continuations at every letter, and its credit is whitened over the batch.',
  base: { preset: 'forks-and-trees', change: { params: { probeEvery: 10 } } },
  arms: [
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo', params: { ddof: 0 } } },
    { id: 'hicra', label: 'HICRA', change: { method: 'hicra', params: { ddof: 0 } } },
    { id: 'tempo', label: 'TEMPO' },
    { id: 'vineppo', label: 'VinePPO, K = 4', change: { method: 'vineppo', params: { whitenCredit: 'tokens' } } },
  ],
  iterations: 20,
  columns: [
    { label: 'iteration 10', metric: 'passAt1', when: { at: 10 } },
    { label: 'iteration 20', metric: 'passAt1', when: { at: 20 } },
    { label: 'half right at', metric: 'correct', when: { first: 'atLeast', value: 0.5 } },
  ],
  claims: [],
  order: 50,
})
