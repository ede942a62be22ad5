import { defineStudy, middleOf } from '../core/study.ts'

const right = { metric: 'chosenRight', when: { from: 1, to: 60, take: 'mean' } } as const
const spent = { metric: 'tokensSpent', when: { from: 1, to: 60, take: 'mean' } } as const

/** The easy world: most answers are right. */
const easy = { task: 'token-tree', level: 'easy', base: 'strong', params: { groupSize: 4 } } as const

export default defineStudy({
  id: 'same-tokens',
  title: 'The same tokens, searched with',
  methods: ['best-of-n', 'beam-search', 'dvts', 'particle-filtering', 'majority-vote'],
  about:
    'Nothing is trained; every way to find an answer may have the policy draw as many tokens. Chains of up to twelve decisions are hard: one answer in twenty is right, and sixteen are drawn. Leaves of a tree under a strong policy are easy: two in three, and four are drawn. The judge knows the chance of success with an error of 1 logit.',
  base: {
    change: {
      task: 'combination-chain',
      level: 'hard',
      policy: 'tabular',
      base: 'warm',
      params: { groupSize: 16, probeEvery: 0 },
    },
  },
  arms: [
    { id: 'best', label: 'best of 16', change: { method: 'best-of-n' } },
    { id: 'vote', label: 'majority of 16', change: { method: 'majority-vote' } },
    { id: 'beam', label: 'beam search', change: { method: 'beam-search' } },
    { id: 'dvts', label: 'DVTS', change: { method: 'dvts' } },
    { id: 'particles', label: 'particles', change: { method: 'particle-filtering' } },
    { id: 'easy-best', label: 'easy: best of 4', change: { method: 'best-of-n', ...easy } },
    { id: 'easy-vote', label: 'easy: majority of 4', change: { method: 'majority-vote', ...easy } },
    { id: 'easy-beam', label: 'easy: beam search', change: { method: 'beam-search', ...easy } },
  ],
  iterations: 60,
  columns: [
    { label: 'handed out: right', ...right },
    { label: 'any found right', metric: 'anyRight', when: { from: 1, to: 60, take: 'mean' } },
    { label: 'one answer: right', metric: 'correct', when: { from: 1, to: 60, take: 'mean' } },
    { label: 'tokens per problem', ...spent },
    { label: 'judgements per problem', metric: 'judgeCalls', when: { from: 1, to: 60, take: 'mean' } },
  ],
  order: 140,
  claims: [
    {
      id: 'same-budget',
      says: 'Beam search draws {figure} times the tokens of best of n.',
      by: 'here',
      of: {
        take: { arm: 'beam', ...spent },
        against: { how: 'over', take: { arm: 'best', ...spent } },
        over: 'median',
      },
      band: { low: 0.9, high: 1.1, agree: 1 },
    },
    {
      id: 'steps-on-hard',
      says: 'On the hard world judging every step is right {figure} more often than judging whole answers: beam search above best of n.',
      by: 'paper',
      of: middleOf(right, 'beam', 'best'),
      band: { low: 0.05, agree: 0.8 },
    },
    {
      id: 'particles-on-hard',
      says: 'Particles are right {figure} more often than best of n there.',
      by: 'paper',
      of: middleOf(right, 'particles', 'best'),
      band: { low: 0.1, agree: 0.8 },
    },
    {
      id: 'nothing-on-easy',
      says: 'On the easy world beam search is right {figure} more often than best of n, for more judgements.',
      by: 'paper',
      of: middleOf(right, 'easy-beam', 'easy-best'),
      band: { high: 0.08, agree: 0.8 },
    },
    {
      id: 'vote-with-mode',
      says: 'Where right answers are the likely ones, a vote of four is right {figure} more often than one answer.',
      by: 'paper',
      of: {
        take: { arm: 'easy-vote', ...right },
        against: { how: 'minus', take: { arm: 'easy-vote', metric: 'correct', when: right.when } },
        over: 'median',
      },
      band: { low: 0.005, agree: 0.8 },
    },
    {
      id: 'vote-against-mode',
      says: 'Where another answer is the likely one, a vote of sixteen is right {figure} more often than one answer: it is worse.',
      by: 'paper',
      of: {
        take: { arm: 'vote', ...right },
        against: { how: 'minus', take: { arm: 'vote', metric: 'correct', when: right.when } },
        over: 'median',
      },
      band: { high: 0, agree: 0.8 },
    },
  ],
})
