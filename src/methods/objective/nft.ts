import { perGroup } from '../../core/estimator.ts'
import { clamp } from '../../core/math.ts'
import { advantage, defineMethod, objective } from '../../core/method.ts'
import { staleData } from '../../core/trainings.ts'
import { nftLoss, nftParams } from './nft.math.ts'

/** Golden: NFT DataParallelPPOActor.update_policy, compute_dapo_nft_outcome_advantage (b358fae). */
export default defineMethod({
  id: 'nft',
  title: 'NFT',
  paper: {
    title: 'Bridging supervised learning and reinforcement learning in math reasoning',
    id: '2505.18116',
    year: 2025,
  },
  idea: 'Train on correct responses by maximum likelihood, and on wrong ones by lowering the likelihood of the mistake-making policy that is implied: what is left of the sampler when the trained policy is taken out.',
  formula: String.raw`\ell_t = -\omega \begin{cases} \log \rho_t & \text{correct} \\ w_- \log \max\big(\tfrac{1 - q\rho_t}{1 - q},\, \epsilon\big) & \text{wrong}\end{cases}, \quad \hat A_i = y_i - q`,
  symbols: {
    '\\hat A_i': {
      is: 'advantage',
      text: 'correct (1) or not (0), minus the share of correct siblings: both are read back from it',
    },
    q: { is: 'rate', text: 'share of correct responses in the group' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\omega': { is: 'promptWeight', text: 'weight of the problem' },
    '\\epsilon': { is: 'negativeFloor', text: 'least ratio of the implied negative policy' },
    'w_-': { is: 'negativeWeight', text: 'weight of wrong responses' },
  },
  claim:
    'On policy with weight 1 - q its gradient is Dr. GRPO’s, token by token: compare the credit maps. On old data it goes on where a clipped loss stands still, because nothing is clipped to zero.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'Equality with GRPO needs the population deviation; the released code’s own group advantage uses the sample one.',
    'The floor clamps the value but lets the gradient through.',
    'In the released code a negative weight of wrong responses means: run DAPO instead. Here that is another method.',
    'The released sequence mode works only without a prompt weight.',
    'Groups that are all right or all wrong must be filtered; here they get 0.',
  ],
  versusGrpo:
    'Supervised losses on right and wrong responses; equal to Dr. GRPO on the first update, without a clip later.',
  tasks: ['bandit', 'modular-arithmetic'],
  training: staleData,
  slots: {
    advantage: advantage({
      compute: batch =>
        perGroup(batch, ['rate'], (members, out) => {
          const right = (i: number) => ((batch.correct?.[i] ?? batch.reward[i]!) > 0 ? 1 : 0)
          const share = members.reduce((total, i) => total + right(i), 0) / members.length
          const decided = members.length > 1 && (share === 0 || share === 1)
          for (const i of members) {
            out.rate[i] = members.length === 1 ? 0.5 : clamp(share, 0.02, 0.98)
            out.advantage[i] = decided ? 0 : right(i) - out.rate[i]!
          }
        }),
    }),
    aggregation: 'token-mean',
    objective: objective({
      params: nftParams,
      compute: (tf, tensors, params) => nftLoss(tf, tensors, params),
    }),
  },
})
