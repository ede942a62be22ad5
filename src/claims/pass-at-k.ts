import { defineStudy, middleOf } from '../core/study.ts'

export default defineStudy({
  id: 'pass-at-k',
  title: 'pass@1 and pass@64 in a network',
  methods: ['psr', 'nsr'],
  about:
    'Token tree, level medium, the network gpt-2x32 from the strong start, learning rate 0.001, 300 updates; 64 held-out problems with 64 samples each. Which way a problem blocks follows no rule, so a network that always takes the same way loses the problems where it is blocked.',
  base: {
    change: {
      task: 'token-tree',
      level: 'medium',
      policy: 'gpt-2x32',
      base: 'strong',
      params: { learningRate: 0.001, probeEvery: 300, probeProblems: 64, probeSamples: 64 },
    },
  },
  arms: [
    { id: 'psr', label: 'PSR', change: { method: 'psr' } },
    { id: 'nsr', label: 'NSR', change: { method: 'nsr' } },
    { id: 'grpo', label: 'GRPO' },
  ],
  iterations: 300,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'pass@64 at first', metric: 'passAt64', when: 'start' },
    { label: 'pass@64', metric: 'passAt64', when: 'end' },
    { label: 'right leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', metric: 'distinctCorrect', when: 'end' },
  ],
  claims: [
    {
      id: 'psr-loses',
      says: 'PSR loses pass@64: {figure} in the middle of the seeds.',
      by: 'paper',
      of: {
        take: { arm: 'psr', metric: 'passAt64', when: 'end' },
        against: { how: 'minus', take: { arm: 'psr', metric: 'passAt64', when: 'start' } },
        over: 'median',
      },
      band: { high: -0.03, agree: 0.5 },
      stands: 'fails',
    },
    {
      id: 'nsr-keeps',
      says: 'NSR keeps it: its lowest seed ends at {figure}.',
      by: 'paper',
      of: { take: { arm: 'nsr', metric: 'passAt64', when: 'end' }, over: 'min' },
      band: { low: 0.95, agree: 1 },
    },
    {
      id: 'psr-lowest',
      says: 'Some of PSR’s seeds lose it: the lowest ends at {figure}.',
      by: 'here',
      of: { take: { arm: 'psr', metric: 'passAt64', when: 'end' }, over: 'min' },
      band: { high: 0.9, agree: 0.3 },
    },
    {
      id: 'psr-one-leaf',
      says: 'These are the seeds in which one way is left: {figure} right leaves per problem in the lowest.',
      by: 'here',
      of: { take: { arm: 'psr', metric: 'distinctCorrect', when: 'end' }, over: 'min' },
      band: { high: 1, agree: 0.3 },
    },
    {
      id: 'nsr-leaves',
      says: 'None of NSR’s seeds comes near that: its lowest keeps {figure}.',
      by: 'here',
      of: { take: { arm: 'nsr', metric: 'distinctCorrect', when: 'end' }, over: 'min' },
      band: { low: 1.5, agree: 1 },
    },
    {
      id: 'leaves',
      says: 'NSR ends with {figure} right leaves per problem more than PSR, in the middle of the seeds.',
      by: 'paper',
      of: middleOf({ metric: 'distinctCorrect', when: 'end' }, 'nsr', 'psr'),
      band: { low: 0.5, agree: 0.6 },
      stands: 'fails',
    },
    {
      id: 'psr-rises',
      says: 'PSR raises pass@1 by {figure}.',
      by: 'paper',
      of: {
        take: { arm: 'psr', metric: 'passAt1', when: 'end' },
        against: { how: 'minus', take: { arm: 'psr', metric: 'passAt1', when: 'start' } },
        over: 'median',
      },
      band: { low: 0.01, agree: 0.8 },
    },
    {
      id: 'nsr-rises',
      says: 'NSR raises it by {figure}, without ever praising a right answer.',
      by: 'paper',
      of: {
        take: { arm: 'nsr', metric: 'passAt1', when: 'end' },
        against: { how: 'minus', take: { arm: 'nsr', metric: 'passAt1', when: 'start' } },
        over: 'median',
      },
      band: { low: 0.01, agree: 0.8 },
    },
    {
      id: 'grpo-loses',
      says: 'GRPO loses pass@64 too: {figure}.',
      by: 'here',
      of: {
        take: { arm: 'grpo', metric: 'passAt64', when: 'end' },
        against: { how: 'minus', take: { arm: 'grpo', metric: 'passAt64', when: 'start' } },
        over: 'median',
      },
      band: { high: -0.02, agree: 0.5 },
    },
  ],
  order: 10,
})
