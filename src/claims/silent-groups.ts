import { defineStudy, middleOf } from '../core/study.ts'

const first = { from: 1, to: 10, take: 'mean' } as const
const last = { from: 51, to: 60, take: 'mean' } as const
const sampled = { metric: 'rolloutsSampled', when: { from: 1, to: 60, take: 'sum' } } as const
const success = { metric: 'passAt1', when: 'end' } as const

export default defineStudy({
  id: 'silent-groups',
  title: 'Groups that teach nothing',
  methods: ['dapo'],
  presets: ['zero-variance-groups'],
  about:
    'Sums, sixteen groups of three: where all three agree there is no signal. DAPO drops such groups and samples others, up to four rounds; one pass over each batch, so that its wider clip does nothing. After 60 updates, and GRPO after 104, when it has sampled about as many responses.',
  base: { preset: 'zero-variance-groups', change: { params: { probeEvery: 60, probeProblems: 32 } } },
  arms: [
    { id: 'grpo', label: 'GRPO' },
    { id: 'dapo', label: 'DAPO', change: { method: 'dapo' } },
    { id: 'grpo-longer', label: 'GRPO, 104 updates', change: { params: { probeEvery: 104 } }, iterations: 104 },
  ],
  iterations: 60,
  columns: [
    { label: 'silent groups, first ten', metric: 'noSignal', when: first },
    { label: 'silent groups, 51-60', metric: 'noSignal', when: last },
    {
      label: 'responses with signal, 51-60',
      metric: 'withSignal',
      when: last,
      detail: true,
    },
    { label: 'gradient norm, 51-60', metric: 'gradNorm', when: last, detail: true },
    { label: 'responses sampled', ...sampled },
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', ...success },
  ],
  claims: [
    {
      id: 'ahead',
      says: 'After as many updates DAPO is {figure} ahead.',
      by: 'paper',
      of: middleOf(success, 'dapo', 'grpo'),
      band: { low: 0.02, agree: 0.8 },
    },
    {
      id: 'gradient',
      says: 'Its gradient stays longer: {figure} times GRPO’s norm.',
      by: 'paper',
      of: {
        take: { arm: 'dapo', metric: 'gradNorm', when: last },
        against: { how: 'over', take: { arm: 'grpo', metric: 'gradNorm', when: last } },
        over: 'median',
      },
      band: { low: 1.3, agree: 0.9 },
    },
    {
      id: 'silence-grows',
      says: 'As GRPO’s policy improves, the share of its silent groups grows: by {figure}.',
      by: 'here',
      of: {
        take: { arm: 'grpo', metric: 'noSignal', when: last },
        against: { how: 'minus', take: { arm: 'grpo', metric: 'noSignal', when: first } },
        over: 'median',
      },
      band: { low: 0.05, agree: 0.8 },
    },
    {
      id: 'price',
      says: 'The price: DAPO samples {figure} times as many responses.',
      by: 'here',
      of: {
        take: { arm: 'dapo', ...sampled },
        against: { how: 'over', take: { arm: 'grpo', ...sampled } },
        over: 'median',
      },
      band: { low: 1.4, high: 2.2, agree: 1 },
    },
    {
      id: 'equal-responses',
      says: 'At equal responses GRPO is ahead: DAPO lies {figure} from it.',
      by: 'here',
      of: middleOf(success, 'dapo', 'grpo-longer'),
      band: { high: -0.03, agree: 0.8 },
    },
  ],
  order: 65,
})
