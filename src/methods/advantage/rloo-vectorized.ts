import { defineMethod } from '../../core/method.ts'

/** Golden: verl compute_rloo_vectorized_outcome_advantage (b178a3c); run in rloo.golden.ts. */
export default defineMethod({
  id: 'rloo-vectorized',
  title: 'RLOO, vectorised',
  paper: { title: 'Back to basics: revisiting REINFORCE-style optimization', id: '2402.14740', year: 2024 },
  idea: 'RLOO as verl computes it for all groups at once; the one difference is that a group of one gets 0 instead of its raw reward.',
  formula: String.raw`\hat A_i = r_i - \frac{1}{m-1}\sum_{j \ne i} r_j`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\frac{1}{m-1}\\sum_{j \\ne i} r_j': { is: 'baseline', text: 'mean reward of the other responses' },
  },
  claim:
    'Identical to RLOO wherever a group has two members. Filter a log so that lone responses remain, and under verl’s convention `rloo` trains on their raw rewards while this one does not.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Switching between verl’s two versions changes what happens to groups that filtering left with one member.',
  ],
  versusGrpo: 'The mean leaves the response itself out, and nothing is divided by the spread.',
  tasks: ['bandit', 'token-tree'],
  shipped: ['verl'],
  twinOf: { id: 'rloo', because: 'it is the same formula, computed for all groups at once' },
  defaults: { lone: 'zero' },
  slots: { advantage: 'rloo', objective: 'rloo' },
})
