import type { Batch } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { type AdvantageResult, advantage, defineMethod, type MethodState } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Baseline of each role. */
type Baselines = Readonly<Record<number, number>>

/** [n] rewards above what their role has earned lately; every reward moves the baseline after it was used. */
function aboveRole(batch: Batch, decay: number, state: MethodState): AdvantageResult {
  const baselines: Record<number, number> = { ...((state ?? {}) as Baselines) }
  const roleBaseline = new Float32Array(batch.rollouts)
  const result = batch.reward.map((reward, i) => {
    const role = batch.role?.[i] ?? 0
    const known = baselines[role] ?? 0
    baselines[role] = decay * known + (1 - decay) * reward
    roleBaseline[i] = known
    return reward - known
  })
  return { advantage: result, explain: rolloutColumns(['roleBaseline'], { roleBaseline }), state: baselines }
}

/** Golden: prime-rl’s role-conditioned estimator, after SPIRAL. */
export default defineMethod({
  id: 'rae',
  title: 'RAE',
  paper: {
    title:
      'SPIRAL: self-play on zero-sum games incentivizes reasoning via multi-agent multi-turn reinforcement learning',
    id: '2506.24119',
    year: 2025,
  },
  idea: 'Compare each reward with what its role has earned lately, so that a player who moves first, and wins more for it, is not praised for that.',
  formula: String.raw`\hat A_i = r_i - b_{\rho}, \qquad b_{\rho} \leftarrow d\, b_{\rho} + (1-d)\, r_i`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    'b_{\\rho}': { is: 'roleBaseline', text: 'running mean of the rewards of its role' },
    d: { is: 'roleDecay', text: 'how much of it stays' },
  },
  claim:
    'In self-play the mean over both players says nothing about either: the paper finds that without a baseline per role reasoning collapses. The worlds here have one role, so that live it is REINFORCE with a slow baseline; logs with a column role show the whole.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The baseline begins at 0 and moves with every response: the first ones are judged too well.',
    'The order of the responses within a batch matters.',
    'With one role and one problem at a time it knows nothing of how hard a problem is.',
  ],
  versusGrpo: 'A running mean per role takes the place of the group’s mean; nothing is divided by.',
  tasks: ['bandit', 'token-tree'],
  slots: {
    advantage: advantage({
      params: {
        roleDecay: number({
          label: 'Decay of the baseline d',
          default: 0.95,
          paper: 0.95,
          min: 0,
          max: 1,
          note: '1 never moves it, 0 keeps the last reward only.',
        }),
      },
      compute: (batch, { roleDecay }, { state }) => aboveRole(batch, roleDecay, state),
    }),
  },
})
