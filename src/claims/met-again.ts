import { defineStudy, middleOf } from '../core/study.ts'

const early = { metric: 'correct', when: { from: 11, to: 20, take: 'mean' } } as const
const late = { metric: 'length', when: { from: 51, to: 60, take: 'mean' } } as const

export default defineStudy({
  id: 'met-again',
  title: 'States that are met again',
  methods: ['gigpo', 'grpo'],
  about:
    'Key and door on a grid of five by five: two problems, eight episodes each, a table that starts as a random walk. Only the door is paid, and the shortest way takes twelve moves.',
  base: {
    change: {
      task: 'key-door-grid',
      level: 'hard',
      policy: 'tabular',
      params: { problems: 2, groupSize: 8, learningRate: 0.3, probeEvery: 0 },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
    { id: 'gigpo', label: 'GiGPO', change: { method: 'gigpo' } },
  ],
  iterations: 60,
  columns: [
    { label: 'door opened, 1 to 10', metric: 'correct', when: { from: 1, to: 10, take: 'mean' } },
    { label: 'door opened, 11 to 20', ...early },
    { label: 'moves, 51 to 60', ...late },
  ],
  order: 110,
  claims: [
    {
      id: 'sooner',
      says: 'In the second ten iterations GiGPO opens the door {figure} more often than GRPO.',
      by: 'paper',
      of: middleOf(early, 'gigpo', 'grpo'),
      band: { low: 0.02, agree: 0.6 },
    },
    {
      id: 'shortest-way',
      says: 'GiGPO ends with {figure} moves, where twelve are the least.',
      by: 'here',
      of: middleOf(late, 'gigpo'),
      band: { high: 13.7, agree: 0.9 },
    },
    {
      id: 'detours',
      says: 'GRPO still takes {figure} moves more: where all succeed it has nothing to compare.',
      by: 'here',
      of: middleOf(late, 'grpo', 'gigpo'),
      band: { low: 3, agree: 0.7 },
    },
  ],
})
