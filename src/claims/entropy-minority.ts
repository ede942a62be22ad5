import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 40 } } as const

export default defineStudy({
  id: 'entropy-minority',
  title: 'A fifth of the tokens is enough',
  methods: ['entropy-top-mask', 'entropy-top-now', 'high-entropy-token-mask'],
  about:
    'Three of sixteen letters decide, and the policy hesitates at those. Credit goes to all tokens, to the fifth at which it hesitated most, to the four fifths at which it hesitated least, or to a fifth by lot; groups of sixteen, plain SGD.',
  base: { preset: 'forks-and-trees', change: { method: 'entropy-top-mask', params: { probeEvery: 10, ddof: 0 } } },
  arms: [
    { id: 'all', label: 'all tokens', change: { params: { forkShare: 1 } } },
    { id: 'top', label: 'top 20 %' },
    { id: 'bottom', label: 'bottom 80 %', change: { params: { forkShare: 0.8, forkSide: 'bottom' } } },
    { id: 'random', label: '20 % by lot', change: { params: { forkSide: 'random' } } },
  ],
  iterations: 40,
  columns: [
    { label: 'at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 10', metric: 'passAt1', when: { at: 10 } },
    { label: 'iteration 20', metric: 'passAt1', when: { at: 20 } },
    { label: 'iteration 40', ...late },
  ],
  claims: [
    {
      id: 'a-fifth-suffices',
      says: 'The fifth at which it hesitated teaches as fast as all tokens: {figure} apart after 20 updates.',
      by: 'paper',
      of: middleOf({ metric: 'passAt1', when: { at: 20 } }, 'top', 'all'),
      band: { low: -0.05, high: 0.05, agree: 0.8 },
    },
    {
      id: 'the-rest-teaches-nothing',
      says: 'The other four fifths alone teach nothing: {figure} after 40 updates.',
      by: 'paper',
      of: {
        take: { arm: 'bottom', ...late },
        against: { how: 'minus', take: { arm: 'bottom', metric: 'passAt1', when: 'start' } },
        over: 'median',
      },
      band: { low: -0.02, high: 0.02, agree: 0.8 },
    },
    {
      id: 'not-any-fifth',
      says: 'A fifth by lot is no substitute: {figure} behind all tokens after 40.',
      by: 'paper',
      of: middleOf(late, 'random', 'all'),
      band: { high: -0.4, agree: 0.8 },
    },
  ],
})
