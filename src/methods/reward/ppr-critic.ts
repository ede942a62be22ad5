import { defineMethod } from '../../core/method.ts'

/** Golden: derived from arXiv 2509.25598: ppr's rewards, generalised advantage estimation over them. */
export default defineMethod({
  id: 'ppr-critic',
  title: 'PPR with ReNorm and a critic',
  paper: {
    title: 'Hybrid reward normalization for process-supervised non-verifiable agentic tasks',
    id: '2509.25598',
    year: 2025,
  },
  idea: 'The centred rewards of steps go through PPO: a value head learns what is still to come, and a step is credited with what it adds to that.',
  formula: String.raw`\hat A_t = \sum_{l \ge 0} (\gamma\lambda)^l \delta_{t+l}, \qquad \delta_t = q_t + r_o - 1 + \gamma V_{t+1} - V_t`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\delta_t': { is: 'delta', text: 'surprise: how much better the future looks after token t' },
    'q_t + r_o - 1': {
      is: 'tokenReward',
      text: 'what is paid at token t: at ends of steps, opinion and outcome centred',
    },
    V_t: { is: 'oldValue', text: 'value head before token t' },
    '\\gamma': { is: 'gamma', text: 'discount per token' },
    '\\lambda': { is: 'lambda', text: 'how far surprises reach back' },
  },
  claim:
    'What the paper trains: the price of length that ppr shows is learned by the value head and taken out of credit, as far as it can be foreseen. Compare the spread of credit with ppr’s, whose returns stand alone.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'At the start of a run the value head knows nothing, and its credit is that of ppr.',
    'Subtracting a constant per step is not neutral where the number of steps varies; a critic hides that only once it is right.',
  ],
  versusGrpo: 'Step rewards shifted by the outcome, and a learned value in place of the group.',
  tasks: ['prm-hack'],
  standIn: 'The judge of steps is the task’s own rule, without error; the paper trains a reward model for tool calls.',
  defaults: { lambda: 1, whiten: 'off' },
  slots: {
    reward: 'ppr',
    credit: 'ppo',
    objective: 'ppo',
    regulariser: 'ppo',
    aggregation: 'token-mean',
  },
})
