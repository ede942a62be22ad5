import { defineStudy } from '../core/study.ts'

const last = { from: 71, to: 80, take: 'mean' } as const

export default defineStudy({
  id: 'judged-steps',
  title: 'Judges of steps against the outcome alone',
  methods: ['pure', 'capo', 'grounded-prm', 'ppr', 'tp-grpo', 'brpo'],
  about:
    'Work that is done in steps, and a judge of steps that likes filler; a verifier of the answer speaks in all of these. A table, 80 updates: how soon a batch is 30 % right, and the last ten.',
  base: { change: { task: 'prm-hack', level: 'easy', policy: 'tabular', params: { probeEvery: 0 } } },
  arms: [
    { id: 'grpo', label: 'GRPO, outcome alone' },
    { id: 'brpo', label: 'BRPO', change: { method: 'brpo' } },
    { id: 'tp-grpo', label: 'TP-GRPO', change: { method: 'tp-grpo' } },
    { id: 'capo', label: 'CAPO', change: { method: 'capo' } },
    { id: 'grounded-prm', label: 'GroundedPRM', change: { method: 'grounded-prm' } },
    { id: 'ppr', label: 'PPR', change: { method: 'ppr' } },
    { id: 'pure', label: 'PURE', change: { method: 'pure' } },
  ],
  iterations: 80,
  columns: [
    { label: '30 % right at', metric: 'correct', when: { first: 'atLeast', value: 0.3 } },
    { label: 'correct', metric: 'correct', when: last },
    { label: 'tokens, of 12', metric: 'length', when: last },
  ],
  claims: [],
  order: 92,
})
