import { defineStudy, middleOf } from '../core/study.ts'

const arms = { metric: 'distinctCorrect', when: 'end' } as const
const success = { metric: 'passAt1', when: 'end' } as const

export default defineStudy({
  id: 'many-right-arms',
  title: 'FlowRL keeps several right answers',
  methods: ['flowrl'],
  about:
    'A bandit in which six of sixteen arms are right; a table, 400 updates with learning rate 0.1. How many different right arms are left among 64 pulls, on 64 rows.',
  base: {
    change: {
      task: 'bandit',
      level: 'easy',
      policy: 'tabular',
      params: { learningRate: 0.1, probeEvery: 100, probeProblems: 64, probeSamples: 64 },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO' },
    { id: 'flowrl', label: 'FlowRL, β = 15', change: { method: 'flowrl' } },
    { id: 'blunt', label: 'FlowRL, β = 1', change: { method: 'flowrl', params: { flowBeta: 1 } } },
  ],
  iterations: 400,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', ...success },
    { label: 'right arms at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right arms', ...arms },
    { label: 'right arms, 200', metric: 'distinctCorrect', when: { at: 200 }, detail: true },
    { label: 'pass@1, 200', metric: 'passAt1', when: { at: 200 }, detail: true },
    { label: 'entropy', metric: 'entropy', when: { from: 391, to: 400, take: 'mean' } },
  ],
  claims: [
    {
      id: 'more-arms',
      says: 'FlowRL ends with {figure} right arms more than GRPO.',
      by: 'paper',
      of: middleOf(arms, 'flowrl', 'grpo'),
      band: { low: 0.5, agree: 1 },
    },
    {
      id: 'one-left',
      says: 'GRPO ends with one: it ends with {figure}.',
      by: 'paper',
      of: middleOf(arms, 'grpo'),
      band: { high: 1.5, agree: 0.8 },
      stands: 'fails',
    },
    {
      id: 'same-success',
      says: 'With β = 15 success does not suffer: pass@1 lies {figure} from GRPO’s.',
      by: 'here',
      of: middleOf(success, 'flowrl', 'grpo'),
      band: { low: -0.01, high: 0.01, agree: 0.9 },
    },
    {
      id: 'small-beta-costs',
      says: 'With β = 1 the reference still holds a share: pass@1 lies {figure} from GRPO’s.',
      by: 'here',
      of: middleOf(success, 'blunt', 'grpo'),
      band: { high: -0.07, agree: 1 },
    },
  ],
  order: 30,
})
