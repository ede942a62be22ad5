import { defineStudy } from '../core/study.ts'

const last = { from: 91, to: 100, take: 'mean' } as const

export default defineStudy({
  id: 'levers',
  title: 'Weights for the uncertain and for the hard, on levers',
  methods: ['seed-grpo', 'confucius3', 'riskpo', 'copg', 'nft'],
  about:
    'A bandit of one lever per response, a table from a start that is right two times in five, 100 updates on policy, learning rate 0.05 with Adam. The verifier does not err, and rows share no weights: a world in which caution and bundling have nothing to win.',
  base: {
    change: {
      task: 'bandit',
      level: 'easy',
      policy: 'tabular',
      params: { probeEvery: 100, probeProblems: 64, probeSamples: 32 },
    },
  },
  arms: [
    { id: 'grpo', label: 'GRPO' },
    { id: 'seed-grpo', label: 'SEED-GRPO', change: { method: 'seed-grpo' } },
    { id: 'confucius3', label: 'Confucius3', change: { method: 'confucius3' } },
    { id: 'riskpo', label: 'RiskPO', change: { method: 'riskpo' } },
    { id: 'copg', label: 'CoPG', change: { method: 'copg' } },
    { id: 'dr-grpo', label: 'Dr. GRPO', change: { method: 'dr-grpo' } },
    { id: 'nft', label: 'NFT', change: { method: 'nft' } },
  ],
  iterations: 100,
  columns: [
    { label: 'pass@1 at first', metric: 'passAt1', when: 'start' },
    { label: 'pass@1', metric: 'passAt1', when: 'end' },
    { label: 'levers that pay', metric: 'distinctCorrect', when: 'end' },
    { label: 'entropy', metric: 'entropy', when: last },
    { label: 'without signal', metric: 'noSignal', when: last },
  ],
  claims: [],
})
