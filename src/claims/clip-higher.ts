import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'clip-higher',
  title: 'A wider upper clip',
  methods: ['dapo'],
  presets: ['clip-higher'],
  about:
    'Token tree as a table, eight passes over each batch, 60 updates: the upper clip at 0.2, at DAPO’s 0.28, and no clip at all.',
  base: {
    preset: 'clip-higher',
    change: { params: { clipLow: 0.2, clipHigh: 0.2, dualClip: 0, probeEvery: 60 } },
  },
  arms: [
    { id: 'narrow', label: 'clip 0.2' },
    { id: 'higher', label: 'clip 0.28', change: { params: { clipHigh: 0.28 } } },
    { id: 'none', label: 'no clip', change: { params: { clipLow: 1, clipHigh: 10 } } },
  ],
  iterations: 60,
  columns: [
    { label: 'entropy, last ten', metric: 'entropy', when: { from: 51, to: 60, take: 'mean' } },
    { label: 'clipped high, 1-10', metric: 'clipHigh', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'KL per batch, 1-10', metric: 'oldKl', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
  ],
  claims: [],
  order: 42,
})
