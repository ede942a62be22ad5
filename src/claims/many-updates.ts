import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'many-updates',
  title: 'Many updates on one batch',
  methods: ['rec-one-side', 'rec-reinforce', 'rep-k2', 'nft'],
  about:
    'A bandit, a table with plain SGD, 16 updates on every batch and 30 batches: data grow old within the batch, and the ratio leaves 1. Shown is pass@1 on 64 held-out rows.',
  base: {
    change: {
      task: 'bandit',
      level: 'easy',
      policy: 'tabular',
      params: {
        optimiser: 'sgd',
        learningRate: 10,
        maxGradNorm: 0,
        innerEpochs: 16,
        probeEvery: 30,
        probeProblems: 64,
        probeSamples: 32,
      },
    },
  },
  arms: [
    { id: 'clip', label: 'clip of 0.2 (REC-OneSide)', change: { method: 'rec-one-side' } },
    {
      id: 'weighted',
      label: 'the same with the ratio as weight',
      change: { method: 'rec-one-side', params: { recWeight: 'ratio' } },
    },
    {
      id: 'wide',
      label: 'band from 0.4 to 3',
      change: { method: 'rec-one-side', params: { recLow: 0.6, recHigh: 2 } },
    },
    { id: 'reinforce', label: 'no clip (REC-REINFORCE)', change: { method: 'rec-reinforce' } },
    { id: 'spring', label: 'a spring (REP-K2)', change: { method: 'rep-k2' } },
    { id: 'nft', label: 'NFT', change: { method: 'nft' } },
  ],
  iterations: 30,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'levers that pay', metric: 'distinctCorrect', when: 'end' },
    { label: 'KL per batch', metric: 'oldKl', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'entropy', metric: 'entropy', when: { from: 26, to: 30, take: 'mean' } },
  ],
  claims: [],
})
