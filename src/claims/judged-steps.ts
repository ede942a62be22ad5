import { defineStudy, middleOf } from '../core/study.ts'

const early = { from: 11, to: 20, take: 'mean' } as const
const last = { from: 51, to: 60, take: 'mean' } as const

export default defineStudy({
  id: 'judged-steps',
  title: 'Judges of steps against the outcome alone',
  methods: ['pure', 'capo', 'tp-grpo', 'brpo'],
  about:
    'Work that is done in steps, a verifier of the answer, and for all but GRPO and BRPO a judge of steps: one who likes filler, or a strict one. A table, 60 updates, shown are the last ten. Where no verifier speaks, judged steps are all there is: see the flattered judge.',
  base: { change: { task: 'prm-hack', level: 'easy', policy: 'tabular', params: { probeEvery: 0 } } },
  arms: [
    { id: 'grpo', label: 'GRPO, outcome alone' },
    { id: 'brpo', label: 'BRPO', change: { method: 'brpo' } },
    { id: 'tp-grpo', label: 'TP-GRPO', change: { method: 'tp-grpo' } },
    { id: 'capo', label: 'CAPO', change: { method: 'capo' } },
    { id: 'pure', label: 'PURE', change: { method: 'pure', params: { verifiedWeight: 1 } } },
    { id: 'tp-grpo-strict', label: 'TP-GRPO, strict judge', change: { level: 'strict', method: 'tp-grpo' } },
    {
      id: 'pure-strict',
      label: 'PURE, strict judge',
      change: { level: 'strict', method: 'pure', params: { verifiedWeight: 1 } },
    },
  ],
  iterations: 60,
  columns: [
    { label: 'correct, 11-20', metric: 'correct', when: early },
    { label: '30 % right at', metric: 'correct', when: { first: 'atLeast', value: 0.3 } },
    { label: 'correct', metric: 'correct', when: last },
    { label: 'tokens, of 12', metric: 'length', when: last },
  ],
  claims: [
    {
      id: 'capo-gains',
      says: 'CAPO’s judge adds {figure} to the share of right responses.',
      by: 'paper',
      of: middleOf({ metric: 'correct', when: last }, 'capo', 'grpo'),
      band: { low: 0.01 },
      stands: 'fails',
    },
    {
      id: 'pure-sooner',
      says: 'PURE needs fewer updates than GRPO to be 30 % right: {figure}.',
      by: 'paper',
      of: middleOf({ metric: 'correct', when: { first: 'atLeast', value: 0.3 } }, 'pure', 'grpo'),
      band: { high: -1 },
      stands: 'fails',
    },
    {
      id: 'capo-costs',
      says: 'Beside a verifier CAPO’s judge costs: it ends {figure} from GRPO.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'capo', 'grpo'),
      band: { high: -0.03, agree: 0.9 },
    },
    {
      id: 'tp-grpo-costs',
      says: 'TP-GRPO ends {figure} from GRPO.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'tp-grpo', 'grpo'),
      band: { high: -0.02, agree: 0.8 },
    },
    {
      id: 'pure-costs',
      says: 'PURE ends {figure} from GRPO.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'pure', 'grpo'),
      band: { high: -0.01, agree: 0.8 },
    },
    {
      id: 'tp-grpo-fills',
      says: 'TP-GRPO’s judge encourages filler: {figure} tokens more than GRPO.',
      by: 'here',
      of: middleOf({ metric: 'length', when: last }, 'tp-grpo', 'grpo'),
      band: { low: 2, agree: 1 },
    },
    {
      id: 'strict-no-filler',
      says: 'A judge who calls filler nothing takes them away again: {figure} tokens.',
      by: 'here',
      of: middleOf({ metric: 'length', when: last }, 'tp-grpo-strict', 'tp-grpo'),
      band: { high: -2, agree: 1 },
    },
    {
      id: 'strict-no-gain',
      says: 'Even that judge, who never errs, adds nothing to the verifier: TP-GRPO ends {figure} from GRPO.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'tp-grpo-strict', 'grpo'),
      band: { high: 0.01, agree: 0.7 },
    },
    {
      id: 'brpo-as-right',
      says: 'BRPO, which asks no judge, is right as often as GRPO: they differ by {figure}.',
      by: 'here',
      of: middleOf({ metric: 'correct', when: last }, 'brpo', 'grpo'),
      band: { low: -0.03, high: 0.03, agree: 0.8 },
    },
    {
      id: 'brpo-shorter',
      says: 'It helps in another way: its responses are shorter, {figure} tokens against GRPO.',
      by: 'here',
      of: middleOf({ metric: 'length', when: last }, 'brpo', 'grpo'),
      band: { high: -0.1, agree: 0.8 },
    },
  ],
  order: 92,
})
