import type { Batch } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { mean, pick } from '../../core/math.ts'
import { type AdvantageResult, advantage, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** [n] rewards less the mean of their peers': rollouts of the same role in the same group or proposal. 0 without peers. */
function amongPeers(batch: Batch, groupRoles: number): AdvantageResult {
  const peers = new Map<string, number[]>()
  const scopes = Array.from(batch.group, (group, i) => {
    const role = batch.role?.[i] ?? 0
    const proposal = role < groupRoles ? '' : (batch.proposal?.[i] ?? 0)
    const scope = `${group} ${role} ${proposal}`
    peers.set(scope, [...(peers.get(scope) ?? []), i])
    return scope
  })
  const peerMean = Float32Array.from(scopes, scope => mean(pick(batch.reward, peers.get(scope) ?? [])))
  const result = batch.reward.map((reward, i) => ((peers.get(scopes[i]!)?.length ?? 0) > 1 ? reward - peerMean[i]! : 0))
  return { advantage: result, explain: rolloutColumns(['peerMean'], { peerMean }) }
}

/** Golden: prime-rl HierarchicalGRPOAlgorithm.score_group (559b447). */
export default defineMethod({
  id: 'hierarchical-grpo',
  title: 'Hierarchical GRPO',
  paper: { title: 'prime-rl: hierarchical GRPO (source code)', year: 2026 },
  idea: 'Where one policy first proposes a problem and then solves it, compare solvers with those who had the same proposal, and proposers with each other.',
  formula: String.raw`\hat A_i = r_i - \operatorname{mean}_{j \in P(i)} r_j`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    'P(i)': { is: 'role', text: 'responses of its role: to the same proposal, or to the same task' },
    '\\operatorname{mean}': { is: 'peerMean', text: 'mean reward of these peers' },
  },
  claim:
    'Solvers of a hard proposal are not blamed for what the proposer did, nor those of an easy one praised. The worlds here have one role, where it is GRPO without the division; logs with the columns role and proposal show the whole.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A proposal with one solver teaches that solver nothing.',
    'Proposers are compared across all proposals of a task: one proposal alone teaches nobody to propose.',
  ],
  versusGrpo: 'Peers by role and proposal take the place of the group; nothing is divided by.',
  tasks: ['bandit', 'token-tree'],
  slots: {
    advantage: advantage({
      params: {
        groupRoles: number({
          label: 'Roles compared over the task',
          default: 1,
          min: 0,
          max: 64,
          integer: true,
          note: 'The first so many roles; all later ones are compared within their proposal.',
        }),
      },
      compute: (batch, { groupRoles }) => amongPeers(batch, groupRoles),
    }),
  },
})
