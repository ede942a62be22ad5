import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 300 } } as const

export default defineStudy({
  id: 'nft-on-old-data',
  title: 'Supervised and reinforced are one, until the data is old',
  methods: ['nft', 'dr-grpo'],
  about:
    'A bandit of 64 arms, a table, plain SGD, groups of sixteen. Responses are drawn by the policy of this update, or by that of up to a hundred updates ago.',
  base: {
    change: {
      task: 'bandit',
      level: 'medium',
      policy: 'tabular',
      params: { groupSize: 16, optimiser: 'sgd', learningRate: 100, maxGradNorm: 0, probeEvery: 25, probeProblems: 64 },
    },
  },
  arms: [
    { id: 'dr-grpo', label: 'Dr. GRPO', change: { method: 'dr-grpo', params: { aggregation: 'token-mean' } } },
    { id: 'nft', label: 'NFT', change: { method: 'nft', params: {} } },
    {
      id: 'dr-grpo-old',
      label: 'Dr. GRPO, old responses',
      change: { method: 'dr-grpo', params: { aggregation: 'token-mean', samplerEvery: 100, oldFrom: 'sampler' } },
    },
    {
      id: 'nft-old',
      label: 'NFT, old responses',
      change: { method: 'nft', params: { samplerEvery: 100, oldFrom: 'sampler' } },
    },
  ],
  iterations: 300,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', metric: 'passAt1', when: { at: 100 } },
    { label: 'iteration 300', ...late },
  ],
  claims: [
    {
      id: 'one-and-the-same',
      says: 'On fresh responses the two are one: {figure} apart.',
      by: 'paper',
      of: middleOf(late, 'nft', 'dr-grpo'),
      band: { low: -0.002, high: 0.002, agree: 0.9 },
    },
    {
      id: 'old-responses',
      says: 'On old responses NFT goes on where the clip of GRPO lets go: {figure} ahead.',
      by: 'paper',
      of: middleOf(late, 'nft-old', 'dr-grpo-old'),
      band: { low: 0.35, agree: 0.8 },
    },
  ],
})
