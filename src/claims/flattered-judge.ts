import { defineStudy } from '../core/study.ts'

const last = { from: 91, to: 100, take: 'mean' } as const

export default defineStudy({
  id: 'flattered-judge',
  title: 'A flattered judge',
  methods: ['pure', 'pure-sum', 'pure-mean'],
  presets: ['flattered-judge'],
  about:
    'A judge of single steps likes filler, and no verifier speaks. Paid is the sum, the mean or the least of its opinions, for 100 updates; shown are the last ten.',
  base: { preset: 'flattered-judge', change: { params: { probeEvery: 0 } } },
  arms: [
    { id: 'min', label: 'least (PURE)', change: { method: 'pure' } },
    { id: 'sum', label: 'sum' },
    { id: 'mean', label: 'mean', change: { method: 'pure-mean' } },
  ],
  iterations: 100,
  columns: [
    { label: 'correct at first', metric: 'correct', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'correct', metric: 'correct', when: last },
    { label: 'reward at first', metric: 'reward', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'reward', metric: 'reward', when: last },
    { label: 'tokens, of 12', metric: 'length', when: last },
  ],
  claims: [],
  order: 90,
})
