import { groupMembers } from '../../core/batch.ts'
import { candidates } from '../../core/formulas/selection.ts'
import { besideTruth, voteOf } from '../../core/formulas/votes.ts'
import { curriculum, defineMethod, probe, reward } from '../../core/method.ts'
import { agreesWith, judgesOf } from './co-reward.math.ts'

/** Golden: tmlr-group/Co-rewarding Co-rewarding-I/verl/workers/reward_manager/co_reward.py (6c60ea4). */
export default defineMethod({
  id: 'co-reward',
  title: 'Co-rewarding',
  paper: {
    title: 'Co-rewarding: stable self-supervised RL for eliciting reasoning in large language models',
    id: '2508.00410',
    year: 2025,
  },
  idea: 'Ask every question twice, in two wordings, and let the majority of the one group judge the responses of the other.',
  formula: String.raw`r_i = \mathbb 1[a_i = \hat a'], \qquad r'_i = \mathbb 1[a'_i = \hat a]`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i to the question' },
    a_i: { is: 'answer', text: 'answer that was read in it' },
    "\\hat a'": { is: 'twinLabel', text: 'most frequent answer of the twin group; r shows who gave it' },
    "r'_i": { is: 'reward', text: 'reward of response i to its twin' },
    "a'_i": { is: 'answer', text: 'its answer' },
    '\\hat a': { is: 'twinLabel', text: 'most frequent answer of the first group' },
  },
  claim:
    'A group cannot agree its way to a reward: what it is paid for, others have said. Where the two majorities differ, both are pulled to each other. It is still a vote, so that a habit that both share is learned as if it were right. Watch majorityRight and paidByTruth beside ttrl-majority.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Two groups of four hold as many responses as one of eight, and each label rests on half of them.',
    'Answers that could not be read do not vote; a group without a readable answer labels nothing, and its twin is paid nothing.',
    'A second version of the paper takes the labels from a slowly moving copy of the policy; it is not here.',
  ],
  versusGrpo: 'The vote of a twin group stands in for the verifier, and every problem is asked twice.',
  tasks: ['two-attempts', 'modular-arithmetic', 'bandit'],
  standIn:
    'The twin is the same question asked again, in place of one reworded by a language model: an independent vote, but not another view.',
  slots: {
    advantage: 'grpo',
    curriculum: curriculum({
      choose: (pool, count, _, { draw }) => {
        const asked = candidates(pool, Math.ceil(count / 2), draw)
        return { choices: Array.from({ length: count }, (_, i) => ({ problem: asked[(i >> 1) % asked.length]! })) }
      },
    }),
    reward: reward({
      needs: ['problem'],
      compute: batch => {
        const groups = groupMembers(batch)
        const votes = groups.map(members => members.map(i => voteOf(batch, i)))
        const judges = judgesOf(batch.problem)
        const paid = new Float32Array(batch.rollouts)
        groups.forEach((members, g) => {
          agreesWith(votes[judges[g]!]!, votes[g]!).forEach((pay, k) => {
            paid[members[k]!] = pay
          })
        })
        return { reward: paid, explain: { twinLabel: { extent: 'rollout', values: paid, signed: false } } }
      },
    }),
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
