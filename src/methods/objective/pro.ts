import { credit, defineMethod, objective } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { rowMean, rowSum } from '../../core/rows.ts'
import { bestOfGroups, rankingLoss } from './pro.math.ts'

/** Golden: AlibabaResearch/DAMO-ConvAI PRO/train/utils/process_manager.py compute_loss (483554e). */
export default defineMethod({
  id: 'pro',
  title: 'PRO',
  paper: { title: 'Preference ranking optimization for human alignment', id: '2306.17492', year: 2023 },
  idea: 'Rank the whole group: the best is told from all others, the second from all below it, and so on, each the harder the larger the gap in reward.',
  formula: String.raw`\mathcal L = \sum_k \Big[\log \sum_{j \ge k} e^{s_j T_j} - s_k T_k\Big] - w\,(n-1)^2 \log\pi_\theta(y^*), \quad T_j = r_k - r_j, \; T_k = \max_j T_j`,
  symbols: {
    s_j: { is: 'score', text: 'mean log-probability of response j' },
    r_j: { is: 'reward', text: 'reward of response j' },
    w: { is: 'imitationShare', text: 'weight of imitating the best' },
    'y^*': { is: 'credit', text: 'the response that is imitated: the best of its group' },
    '\\log\\pi_\\theta(y^*)': { is: 'logp', text: 'its log-probability now, summed' },
    n: { is: 'group', text: 'responses in the group' },
  },
  claim:
    'One loss uses every order in a group, where pairs use one. The size of rewards matters: it acts as an inverse temperature, and equal ones teach nothing. The paper reports that longer rankings help.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released mask counts the prediction of the padding behind every answer but the longest.',
    'Ranking takes mean log-probabilities, imitation their sum, scaled by (n - 1)²: their balance shifts with length and group.',
    'Rewards out of order would reward low scores: responses are sorted first.',
  ],
  versusGrpo: 'Rewards order the group and set temperatures; there is no mean and no ratio.',
  standIn:
    'The task’s verifier ranks responses of the policy; the paper ranks answers of several models by people or a reward model.',
  tasks: ['bandit', 'modular-arithmetic', 'token-tree'],
  slots: {
    credit: credit({ compute: batch => ({ credit: bestOfGroups(batch) }) }),
    aggregation: 'token-sum',
    objective: objective({
      needs: ['group', 'reward'],
      params: {
        imitationShare: number({ label: 'Imitation of the best', default: 0.05, paper: 0.05, min: 0, max: 1 }),
      },
      compute: (tf, tensors, { imitationShare }) => {
        const score = rowMean(tf, tensors.now.logp, tensors)
        const imitated = rowSum(tf, tf.neg(tf.mul(tensors.now.logp, tensors.credit)))
        const { loss, stage } = rankingLoss(tf, tensors, score, imitated, imitationShare)
        return { loss, explain: { score, stage } }
      },
    }),
  },
})
