import { defineStudy, middleOf } from '../core/study.ts'

const first = { from: 1, to: 10, take: 'mean' } as const
const last = { from: 51, to: 60, take: 'mean' } as const

export default defineStudy({
  id: 'clip-higher',
  title: 'Clip higher',
  methods: ['dapo'],
  presets: ['clip-higher'],
  about:
    'The token tree as a table, eight passes over each batch, 60 updates: an upper clip of 0.2, of 0.28, and no clip at all; then the right leaves are counted among 16 answers to each of 32 problems.',
  base: { preset: 'clip-higher', change: { params: { clipLow: 0.2, dualClip: 0, probeEvery: 60 } } },
  arms: [
    { id: 'narrow', label: 'upper clip 0.2', change: { params: { clipHigh: 0.2 } } },
    { id: 'higher', label: 'upper clip 0.28' },
    { id: 'none', label: 'no clip', change: { params: { clipLow: 1, clipHigh: 10 } } },
  ],
  iterations: 60,
  columns: [
    { label: 'clipped high, first ten', metric: 'clipHigh', when: first },
    { label: 'clipped low, first ten', metric: 'clipLow', when: first, detail: true },
    { label: 'moved per update, first ten', metric: 'oldKl', when: first },
    { label: 'entropy, first ten', metric: 'entropy', when: first, detail: true },
    { label: 'entropy', metric: 'entropy', when: last },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [
    {
      id: 'entropy-kept',
      says: 'The wider clip keeps entropy up: {figure} nats per token.',
      by: 'paper',
      of: middleOf({ metric: 'entropy', when: last }, 'higher', 'narrow'),
      band: { low: 0.02, agree: 0.7 },
      stands: 'fails',
    },
    {
      id: 'bounds',
      says: 'Without a clip every update moves farther: {figure} nats per token more, in the first ten.',
      by: 'paper',
      of: middleOf({ metric: 'oldKl', when: first }, 'none', 'narrow'),
      band: { low: 0.5, agree: 1 },
    },
    {
      id: 'higher-moves',
      says: 'The wider clip moves no farther than the narrow one: {figure} nats per token.',
      by: 'here',
      of: middleOf({ metric: 'oldKl', when: first }, 'higher', 'narrow'),
      band: { low: -0.03, high: 0.03, agree: 0.9 },
    },
    {
      id: 'no-clip-loses',
      says: 'Without a clip leaves are lost: {figure} from a clip of 0.2.',
      by: 'here',
      of: middleOf({ metric: 'distinctCorrect', when: 'end' }, 'none', 'narrow'),
      band: { high: -0.4, agree: 0.9 },
    },
    {
      id: 'reward-is-silent',
      says: 'pass@1 does not tell: it differs by {figure}.',
      by: 'here',
      of: middleOf({ metric: 'passAt1', when: 'end' }, 'none', 'narrow'),
      band: { low: -0.03, high: 0.05, agree: 0.8 },
    },
  ],
})
