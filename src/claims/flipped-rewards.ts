import { defineStudy, middleOf } from '../core/study.ts'

const late = { metric: 'passAt1', when: { at: 400 } } as const

const gainOf = (arm: string) =>
  ({
    take: { arm, ...late },
    against: { how: 'minus', take: { arm, metric: 'passAt1', when: 'start' } },
    over: 'median',
  }) as const

export default defineStudy({
  id: 'flipped-rewards',
  title: 'A verifier that is often wrong',
  methods: ['grpo'],
  about:
    'Sums modulo 100. Every verdict is turned round with a chance of 0, 20, 40, 50 or 60 percent, response by response, so the expected advantage is 1, 0.6, 0.2, 0 or -0.2 of the true one.',
  base: { change: { params: { probeEvery: 25 } } },
  arms: [
    { id: 'none', label: 'never wrong' },
    { id: 'twenty', label: '20 % wrong', change: { params: { verifierFlips: 0.2 } } },
    { id: 'forty', label: '40 % wrong', change: { params: { verifierFlips: 0.4 } } },
    { id: 'half', label: '50 % wrong', change: { params: { verifierFlips: 0.5 } } },
    { id: 'sixty', label: '60 % wrong', change: { params: { verifierFlips: 0.6 } } },
  ],
  iterations: 400,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'iteration 100', metric: 'passAt1', when: { at: 100 } },
    { label: 'iteration 400', ...late },
    { label: 'nine in ten right at', metric: 'correct', when: { first: 'atLeast', value: 0.9 } },
  ],
  claims: [
    {
      id: 'a-fifth',
      says: 'With a fifth of the verdicts wrong it ends {figure} from where it ends without an error.',
      by: 'paper',
      of: middleOf(late, 'twenty', 'none'),
      band: { low: -0.03, high: 0.03, agree: 0.8 },
    },
    {
      id: 'two-fifths-teach',
      says: 'With two fifths wrong it still learns: {figure} more are right than at first.',
      by: 'paper',
      of: gainOf('forty'),
      band: { low: 0.1, agree: 0.8 },
    },
    {
      id: 'two-fifths-as-much',
      says: 'Two fifths wrong cost next to nothing: {figure}.',
      by: 'paper',
      of: middleOf(late, 'forty', 'none'),
      band: { low: -0.1 },
      stands: 'fails',
    },
    {
      id: 'half-unlearn',
      says: 'Verdicts that say nothing do not leave the policy alone: it moves at random, and the share that is right changes by {figure}.',
      by: 'here',
      of: gainOf('half'),
      band: { high: -0.2, agree: 0.8 },
    },
    {
      id: 'more-than-half',
      says: 'With three fifths wrong it learns to err: {figure}.',
      by: 'here',
      of: gainOf('sixty'),
      band: { high: -0.3, agree: 0.8 },
    },
  ],
})
