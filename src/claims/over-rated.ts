import { defineStudy, middleOf } from '../core/study.ts'

const right = { metric: 'chosenRight', when: { from: 1, to: 60, take: 'mean' } } as const
const flawed = { judgeNoise: 0, judgeFavours: 0.05 } as const
const of = (groupSize: number) => ({ method: 'best-of-n', params: { ...flawed, groupSize } }) as const

export default defineStudy({
  id: 'over-rated',
  title: 'More draws against a flawed judge',
  methods: ['best-of-n', 'weighted-vote', 'beam-search', 'particle-filtering'],
  about:
    'Nothing is trained; the judge is exact but for one place in twenty, which it always takes for all but certain. Leaves of a tree, of which one in three is right: n answers are drawn and the one that the judge likes best is handed out. With enough draws an over-rated leaf is among them.',
  base: {
    change: {
      task: 'token-tree',
      level: 'easy',
      policy: 'tabular',
      base: 'warm',
      params: { groupSize: 16, probeEvery: 0 },
    },
  },
  arms: [
    { id: 'one', label: 'one answer', change: of(1) },
    { id: 'four', label: 'best of 4', change: of(4) },
    { id: 'eight', label: 'best of 8', change: of(8) },
    { id: 'sixteen', label: 'best of 16', change: of(16) },
    { id: 'many', label: 'best of 64', change: of(64) },
    {
      id: 'exact',
      label: 'best of 64, exact judge',
      change: { method: 'best-of-n', params: { groupSize: 64, judgeNoise: 0 } },
    },
    {
      id: 'vote',
      label: 'weighted vote of 64',
      change: { method: 'weighted-vote', params: { ...flawed, groupSize: 64 } },
    },
    { id: 'beam', label: 'beam search, 16', change: { method: 'beam-search', params: flawed } },
    { id: 'particles', label: 'particles, 16', change: { method: 'particle-filtering', params: flawed } },
  ],
  iterations: 60,
  columns: [
    { label: 'handed out: right', ...right },
    { label: 'any found right', metric: 'anyRight', when: { from: 1, to: 60, take: 'mean' } },
  ],
  order: 150,
  claims: [
    {
      id: 'few-help',
      says: 'Best of 8 is right {figure} more often than one answer.',
      by: 'paper',
      of: middleOf(right, 'eight', 'one'),
      band: { low: 0.3, agree: 0.9 },
    },
    {
      id: 'many-hurt',
      says: 'Best of 64 is right {figure} more often than best of 8: the judge is over-optimised.',
      by: 'paper',
      of: middleOf(right, 'many', 'eight'),
      band: { high: -0.15, agree: 0.9 },
    },
    {
      id: 'not-the-draws',
      says: 'With an exact judge best of 64 is right {figure} of the time.',
      by: 'here',
      of: middleOf(right, 'exact'),
      band: { low: 0.98, agree: 0.9 },
    },
    {
      id: 'votes-resist',
      says: 'A vote weighted by the same judge is right {figure} more often than best of 64.',
      by: 'here',
      of: middleOf(right, 'vote', 'many'),
      band: { low: 0.15, agree: 0.8 },
    },
    {
      id: 'steps-multiply',
      says: 'Judging every step multiplies the error: beam search is right {figure} more often than best of 16.',
      by: 'paper',
      of: middleOf(right, 'beam', 'sixteen'),
      band: { high: -0.05 },
      stands: 'fails',
    },
  ],
})
