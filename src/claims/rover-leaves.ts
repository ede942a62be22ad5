import { defineStudy, middleOf } from '../core/study.ts'

const leaves = { metric: 'distinctCorrect', when: 'end' } as const
const success = { metric: 'passAt1', when: 'end' } as const

export default defineStudy({
  id: 'rover-leaves',
  title: 'ROVER keeps ways to succeed',
  methods: ['rover', 'rover-tabular'],
  presets: ['rover-keeps-leaves'],
  about:
    'Up to four leaves of a tree are right; a table of logits, eight passes over each batch. GRPO runs for 150 updates and ROVER for 200, where both are right about as often; then the right leaves are counted among 16 answers to each of 32 problems. Exact values of random play get 100 updates. From the strong start, which is right four times in five, all get half.',
  base: { preset: 'rover-keeps-leaves', change: { params: { probeEvery: 25 } } },
  arms: [
    { id: 'grpo', label: 'GRPO', change: { method: 'grpo' }, iterations: 150 },
    { id: 'rover', label: 'ROVER' },
    { id: 'one-pass', label: 'ROVER, one pass', change: { params: { innerEpochs: 1 } } },
    { id: 'exact', label: 'ROVER, exact values', change: { method: 'rover-tabular' }, iterations: 100 },
    { id: 'grpo-strong', label: 'GRPO, strong start', change: { method: 'grpo', base: 'strong' }, iterations: 75 },
    { id: 'rover-strong', label: 'ROVER, strong start', change: { base: 'strong' }, iterations: 100 },
  ],
  iterations: 200,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', ...success },
    { label: 'leaves at first', metric: 'distinctCorrect', when: 'start' },
    { label: 'right leaves', ...leaves },
    { label: 'entropy', metric: 'entropy', when: 'end' },
  ],
  claims: [
    {
      id: 'more-leaves',
      says: 'ROVER keeps {figure} right leaves per problem more than GRPO.',
      by: 'paper',
      of: middleOf(leaves, 'rover', 'grpo'),
      band: { low: 0.3, agree: 1 },
      stands: 'direction',
    },
    {
      id: 'as-right',
      says: 'There both are right as often: pass@1 differs by {figure}.',
      by: 'here',
      of: middleOf(success, 'rover', 'grpo'),
      band: { low: -0.05, high: 0.05, agree: 0.6 },
    },
    {
      id: 'one-pass',
      says: 'It needs its passes: with one over each batch it is REINFORCE, and ends {figure} leaves from GRPO.',
      by: 'here',
      of: middleOf(leaves, 'one-pass', 'grpo'),
      band: { low: -0.4, high: 0.2, agree: 0.8 },
    },
    {
      id: 'exact-leaves',
      says: 'Exact values of random play keep another {figure} leaves, after half of the updates.',
      by: 'paper',
      of: middleOf(leaves, 'exact', 'rover'),
      band: { low: 0.3, agree: 1 },
    },
    {
      id: 'exact-as-right',
      says: 'They are right as often: {figure} from ROVER’s pass@1.',
      by: 'here',
      of: middleOf(success, 'exact', 'rover'),
      band: { low: -0.06, high: 0.06, agree: 0.8 },
    },
    {
      id: 'strong',
      says: 'From the strong start, where every leaf is there to be kept, there is no such lead: {figure} leaves between the two.',
      by: 'here',
      of: middleOf(leaves, 'rover-strong', 'grpo-strong'),
      band: { low: -0.2, high: 0.25, agree: 0.8 },
    },
  ],
  order: 20,
})
