import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'silent-groups',
  title: 'Dropping groups that teach nothing',
  methods: ['dapo'],
  presets: ['zero-variance-groups'],
  about:
    'Sums in groups of three, 16 groups per update. Only DAPO’s filter acts here: it drops groups that agree and draws others. Compared after 60 updates, and after as many responses.',
  base: { preset: 'zero-variance-groups', change: { params: { probeEvery: 0, probeProblems: 32 } } },
  arms: [
    { id: 'grpo', label: 'GRPO, 60 updates', change: { params: { probeEvery: 60 } } },
    { id: 'dapo', label: 'DAPO, 60 updates', change: { method: 'dapo', params: { probeEvery: 60 } } },
    { id: 'more', label: 'GRPO, 104 updates', change: { params: { probeEvery: 104 } }, iterations: 104 },
  ],
  iterations: 60,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'silent at first', metric: 'noSignal', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'silent, 51-60', metric: 'noSignal', when: { from: 51, to: 60, take: 'mean' } },
    { label: 'responses in 60 updates', metric: 'rolloutsSampled', when: { from: 1, to: 60, take: 'sum' } },
  ],
  claims: [],
  order: 40,
})
