import { defineStudy, middleOf } from '../core/study.ts'

const last = { from: 51, to: 60, take: 'mean' } as const

export default defineStudy({
  id: 'single-stream',
  title: 'Single-stream SPO wastes no response',
  methods: ['spo-single-stream'],
  about:
    'Sums, 64 responses per update for both: one for each of 64 problems that SPO remembers, or eight for each of eight. 60 updates with learning rate 0.001.',
  base: {
    preset: 'grpo-basics',
    change: { params: { learningRate: 0.001, probeEvery: 60, probeProblems: 32 } },
  },
  arms: [
    { id: 'spo', label: 'SPO', change: { method: 'spo-single-stream', params: { groupSize: 1, problems: 64 } } },
    { id: 'grpo', label: 'GRPO' },
  ],
  iterations: 60,
  columns: [
    { label: 'responses with signal', metric: 'withSignal', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'with signal, last ten', metric: 'withSignal', when: last },
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
  ],
  claims: [
    {
      id: 'all-teach',
      says: 'Of SPO’s responses a share of {figure} has signal, at the end as at the start.',
      by: 'paper',
      of: { take: { arm: 'spo', metric: 'withSignal', when: last }, over: 'min' },
      band: { low: 1, high: 1, agree: 1 },
    },
    {
      id: 'groups-fall-silent',
      says: 'Of GRPO’s responses only {figure} are left with signal.',
      by: 'paper',
      of: middleOf({ metric: 'withSignal', when: last }, 'grpo'),
      band: { high: 0.5, agree: 0.8 },
    },
    {
      id: 'ends-higher',
      says: 'SPO ends higher: pass@1 by {figure}.',
      by: 'paper',
      of: middleOf({ metric: 'passAt1', when: 'end' }, 'spo', 'grpo'),
      band: { low: 0.01 },
      stands: 'fails',
    },
  ],
  order: 60,
})
