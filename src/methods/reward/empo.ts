import { groupMembers } from '../../core/batch.ts'
import { besideTruth, voteOf } from '../../core/formulas/votes.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { agreement, clustersOf } from './empo.math.ts'

/** Golden: QingyangZhang/EMPO trl/src/open_r1/rewards.py (c5eccd4). */
export default defineMethod({
  id: 'empo',
  title: 'EMPO',
  paper: {
    title: 'Right question is already half the answer: fully unsupervised LLM reasoning incentivization',
    id: '2504.05812',
    year: 2025,
  },
  idea: 'Ask nobody what is right: pay each response the share of its siblings that gave the same answer.',
  formula: String.raw`r_i = p_{c(i)} = \frac{n_{c(i)}}{G}, \qquad \mathbb{E}[r] = \sum_c p_c^2`,
  symbols: {
    r_i: { is: 'reward', text: 'share of the group that answers like response i' },
    'c(i)': { is: 'cluster', text: 'its cluster of equal answers, numbered as they were opened' },
    'p_c^2': { is: 'semanticEntropy', text: 'the larger these, the lower the entropy over the clusters' },
  },
  claim:
    'No label is used, and yet the solve rate rises wherever the right answer is the most frequent one, up to what a vote of the group reaches. Where a wrong answer leads, the same reward drives the policy there: beside the rising reward, majorityRight and the solve rate fall.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The reward rises towards 1 either way. Only the verifier, which the training never asks, tells the good run from the bad one.',
    'Once all siblings agree nothing is left to learn, right or wrong: the advantages of the group are 0.',
    'The paper keeps prompts whose entropy lies in a band; the released code for mathematics only leaves out groups in which no two answers agree, and so does this.',
    'Answers that could not be read form a cluster for the entropy but are paid nothing.',
  ],
  versusGrpo: 'GRPO with agreement in the place of the verifier’s verdict.',
  tasks: ['two-attempts', 'modular-arithmetic'],
  slots: {
    reward: reward({
      compute: batch => {
        const [paid, cluster] = [new Float32Array(batch.rollouts), new Float32Array(batch.rollouts)]
        const semanticEntropy = new Float32Array(batch.groups)
        groupMembers(batch).forEach((members, g) => {
          const votes = members.map(i => voteOf(batch, i))
          const found = clustersOf(votes)
          semanticEntropy[g] = found.entropy
          agreement(votes).forEach((pay, k) => {
            paid[members[k]!] = pay
            cluster[members[k]!] = found.cluster[k]!
          })
        })
        return {
          reward: paid,
          parts: { agreement: paid },
          explain: {
            cluster: { extent: 'rollout', values: cluster, signed: false },
            semanticEntropy: { extent: 'group', values: semanticEntropy, unit: 'nats', signed: false },
          },
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
