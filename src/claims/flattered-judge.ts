import { defineStudy, middleOf } from '../core/study.ts'

const first = { from: 1, to: 10, take: 'mean' } as const
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
    { label: 'correct at first', metric: 'correct', when: first, detail: true },
    { label: 'correct', metric: 'correct', when: last },
    { label: 'reward at first', metric: 'reward', when: first, detail: true },
    { label: 'reward', metric: 'reward', when: last },
    { label: 'tokens, of 12', metric: 'length', when: last },
  ],
  claims: [
    {
      id: 'sum-solves-nothing',
      says: 'Paid the sum, the policy ends with {figure} of its responses right.',
      by: 'paper',
      of: middleOf({ metric: 'correct', when: last }, 'sum'),
      band: { high: 0.05, agree: 1 },
    },
    {
      id: 'sum-is-paid',
      says: 'Meanwhile its reward rises by {figure}.',
      by: 'paper',
      of: {
        take: { arm: 'sum', metric: 'reward', when: last },
        against: { how: 'minus', take: { arm: 'sum', metric: 'reward', when: first } },
        over: 'median',
      },
      band: { low: 2, agree: 1 },
    },
    {
      id: 'least-solves',
      says: 'Paid the least, the share of right responses rises by {figure}.',
      by: 'paper',
      of: {
        take: { arm: 'min', metric: 'correct', when: last },
        against: { how: 'minus', take: { arm: 'min', metric: 'correct', when: first } },
        over: 'median',
      },
      band: { low: 0.1, agree: 1 },
    },
    {
      id: 'least-above-mean',
      says: 'The least ends {figure} above the mean of the opinions.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'min', 'mean'),
      band: { low: 0.08, agree: 1 },
    },
    {
      id: 'mean-above-sum',
      says: 'The mean ends {figure} above the sum.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'mean', 'sum'),
      band: { low: 0.04, agree: 0.9 },
    },
  ],
  order: 90,
})
