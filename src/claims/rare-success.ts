import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 50 } } as const

export default defineStudy({
  id: 'rare-success',
  title: 'Rare successes weigh more',
  methods: ['maxrl', 'grpo', 'dr-grpo'],
  about:
    'A bandit whose start is right once in sixteen pulls, or four times in ten; a table, groups of sixteen, plain SGD. Learning rates are such that a half-solved group is pushed equally by all three: what differs is the weight of a group in which few, or many, are right.',
  base: {
    change: {
      task: 'bandit',
      level: 'medium',
      policy: 'tabular',
      params: {
        groupSize: 16,
        optimiser: 'sgd',
        learningRate: 5,
        maxGradNorm: 0,
        probeEvery: 25,
        probeProblems: 64,
      },
    },
  },
  arms: [
    {
      id: 'dr-grpo',
      label: 'Dr. GRPO, undivided',
      change: { method: 'dr-grpo', params: { learningRate: 10, aggregation: 'token-mean' } },
    },
    { id: 'grpo', label: 'GRPO, by the spread', change: { method: 'grpo', params: { ddof: 0 } } },
    { id: 'maxrl', label: 'MaxRL, by the mean', change: { method: 'maxrl' } },
    {
      id: 'dr-grpo-easy',
      label: 'Dr. GRPO, from 40 %',
      change: { level: 'easy', method: 'dr-grpo', params: { learningRate: 10, aggregation: 'token-mean' } },
    },
    { id: 'grpo-easy', label: 'GRPO, from 40 %', change: { level: 'easy', method: 'grpo', params: { ddof: 0 } } },
    { id: 'maxrl-easy', label: 'MaxRL, from 40 %', change: { level: 'easy', method: 'maxrl' } },
  ],
  iterations: 100,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 25', metric: 'passAt1', when: { at: 25 } },
    { label: 'iteration 50', ...late },
    { label: 'iteration 100', metric: 'passAt1', when: { at: 100 } },
    { label: 'pass@16, 50', metric: 'passAt16', when: { at: 50 }, detail: true },
    { label: 'pass@16, 100', metric: 'passAt16', when: { at: 100 }, detail: true },
    { label: 'entropy', metric: 'entropy', when: { from: 91, to: 100, take: 'mean' }, detail: true },
  ],
  claims: [
    {
      id: 'maxrl-ahead',
      says: 'From a start that is hardly ever right MaxRL is {figure} ahead of GRPO after 50 updates.',
      by: 'paper',
      of: middleOf(late, 'maxrl', 'grpo'),
      band: { low: 0.2, agree: 1 },
    },
    {
      id: 'grpo-ahead',
      says: 'GRPO’s division by the spread does the same, more mildly: {figure} ahead of Dr. GRPO after 100.',
      by: 'here',
      of: middleOf({ metric: 'passAt1', when: { at: 100 } }, 'grpo', 'dr-grpo'),
      band: { low: 0.12, agree: 1 },
    },
    {
      id: 'pass-at-16',
      says: 'More problems are solved by one of 16 pulls: {figure} ahead of GRPO.',
      by: 'paper',
      of: middleOf({ metric: 'passAt16', when: { at: 50 } }, 'maxrl', 'grpo'),
      band: { low: 0.04, agree: 0.9 },
    },
    {
      id: 'no-lead-later',
      says: 'From 40 % right there is no such lead: {figure} after 50 updates.',
      by: 'here',
      of: middleOf(late, 'maxrl-easy', 'grpo-easy'),
      band: { low: -0.06, high: 0.06, agree: 0.8 },
    },
    {
      id: 'behind-at-the-end',
      says: 'Nearly solved groups weigh less than under GRPO: after 100 updates it is {figure} from it.',
      by: 'here',
      of: middleOf({ metric: 'passAt1', when: { at: 100 } }, 'maxrl-easy', 'grpo-easy'),
      band: { high: -0.015, agree: 0.8 },
    },
  ],
})
