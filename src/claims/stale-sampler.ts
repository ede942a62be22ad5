import { defineStudy } from '../core/study.ts'

export default defineStudy({
  id: 'stale-sampler',
  title: 'A sampler that lags behind',
  methods: ['aipo-staleness', 'cispo', 'rollout-correction'],
  presets: ['stale-sampler'],
  about:
    'Responses are drawn by a copy of the policy that is renewed every 100 updates; pass@1 on 64 held-out problems after 200. With Dr. GRPO’s advantages: without weights, with AIPO’s, and with a sampler that does not lag. With GRPO’s advantages: without weights, with CISPO’s ratio to the start of the update, and with truncated weights per token.',
  base: { preset: 'stale-sampler', change: { params: { probeEvery: 100 } } },
  arms: [
    { id: 'aipo', label: 'AIPO' },
    { id: 'dr-grpo', label: 'Dr. GRPO, no weights', change: { method: 'dr-grpo' } },
    { id: 'fresh', label: 'Dr. GRPO, no lag', change: { method: 'dr-grpo', params: { samplerEvery: 1 } } },
    { id: 'grpo', label: 'GRPO, no weights', change: { method: 'grpo' } },
    { id: 'cispo', label: 'CISPO', change: { method: 'cispo' } },
    {
      id: 'token',
      label: 'GRPO, truncated weights',
      change: { method: 'grpo', params: { samplerCorrection: 'token' } },
    },
  ],
  iterations: 200,
  columns: [
    { label: 'at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', metric: 'passAt1', when: { at: 100 } },
    { label: 'iteration 200', metric: 'passAt1', when: { at: 200 } },
  ],
  claims: [],
  order: 80,
})
