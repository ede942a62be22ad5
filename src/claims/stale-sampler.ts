import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 100 } } as const

export default defineStudy({
  id: 'stale-sampler',
  title: 'A sampler that lags behind',
  methods: ['aipo-staleness'],
  presets: ['stale-sampler'],
  about:
    'Responses are drawn by a copy of the policy that is renewed every 100 updates: pass@1 on 64 held-out problems after the first hundred, all drawn by the start. With Dr. GRPO’s advantages: without weights, with AIPO’s, and with a sampler that does not lag.',
  base: { preset: 'stale-sampler', change: { params: { probeEvery: 100 } } },
  arms: [
    { id: 'aipo', label: 'AIPO' },
    { id: 'dr-grpo', label: 'Dr. GRPO, no weights', change: { method: 'dr-grpo' } },
    { id: 'fresh', label: 'Dr. GRPO, no lag', change: { method: 'dr-grpo', params: { samplerEvery: 1 } } },
  ],
  iterations: 100,
  columns: [
    { label: 'at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', ...late },
  ],
  claims: [
    {
      id: 'weights-help',
      says: 'AIPO’s weights lift pass@1 by {figure} over the same run without them.',
      by: 'paper',
      of: middleOf(late, 'aipo', 'dr-grpo'),
      band: { low: 0.08, agree: 0.9 },
    },
    {
      id: 'not-fresh',
      says: 'They do not bring fresh samples back: a sampler that does not lag is another {figure} ahead.',
      by: 'here',
      of: middleOf(late, 'fresh', 'aipo'),
      band: { low: 0.15, agree: 0.9 },
    },
  ],
  order: 80,
})
