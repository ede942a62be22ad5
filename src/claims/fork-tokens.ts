import { defineStudy, middleOf } from '../core/study.ts'

const early = { metric: 'passAt1', when: { at: 10 } } as const

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
    { label: 'iteration 10', ...early },
    { label: 'iteration 20', metric: 'passAt1', when: { at: 20 } },
    { label: 'half right at', metric: 'correct', when: { first: 'atLeast', value: 0.5 } },
  ],
  claims: [
    {
      id: 'tempo-ahead',
      says: 'After 10 updates TEMPO is {figure} ahead of GRPO.',
      by: 'paper',
      of: middleOf(early, 'tempo', 'grpo'),
      band: { low: 0.2, agree: 0.6 },
    },
    {
      id: 'hicra-ahead',
      says: 'HICRA, which is told the forks, is {figure} ahead of GRPO.',
      by: 'paper',
      of: middleOf(early, 'hicra', 'grpo'),
      band: { low: 0.02, agree: 0.6 },
    },
    {
      id: 'vineppo-ahead',
      says: 'VinePPO is {figure} ahead of GRPO.',
      by: 'paper',
      of: middleOf(early, 'vineppo', 'grpo'),
      band: { low: 0.4, agree: 0.7 },
    },
    {
      id: 'vineppo-before-tempo',
      says: 'VinePPO is {figure} ahead of TEMPO, for four continuations at each of sixteen letters.',
      by: 'here',
      of: middleOf(early, 'vineppo', 'tempo'),
      band: { low: 0.03, agree: 0.6 },
    },
    {
      id: 'tempo-arrives',
      says: 'After 20 updates TEMPO is right with a chance of {figure}.',
      by: 'here',
      of: middleOf({ metric: 'passAt1', when: { at: 20 } }, 'tempo'),
      band: { low: 0.85, agree: 0.8 },
    },
  ],
  order: 50,
})
