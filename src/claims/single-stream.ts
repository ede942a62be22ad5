import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'single-stream',
  title: 'Single-stream SPO wastes no response',
  methods: ['spo-single-stream'],
  about:
    'Sums, 64 responses per update for both: one for each of 64 problems that SPO remembers, or eight for each of eight. 100 updates with learning rate 0.001.',
  base: {
    preset: 'grpo-basics',
    change: { params: { learningRate: 0.001, probeEvery: 100, probeProblems: 32 } },
  },
  arms: [
    { id: 'spo', label: 'SPO', change: { method: 'spo-single-stream', params: { groupSize: 1, problems: 64 } } },
    { id: 'grpo', label: 'GRPO' },
  ],
  iterations: 100,
  columns: [
    { label: 'responses with signal', metric: 'withSignal', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'with signal, last ten', metric: 'withSignal', when: { from: 91, to: 100, take: 'mean' } },
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
  ],
  claims: [],
  order: 60,
})
