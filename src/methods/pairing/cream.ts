import { extremesOf, toPairs, unsure } from '../../core/formulas/pairing.ts'
import { defineMethod, pairing } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { consistencies, selfRewards } from './cream.math.ts'

/** Golden: Raibows/CREAM sft_dpo_trainer.py, cal_consistency.py (de1d04b). */
export default defineMethod({
  id: 'cream',
  title: 'CREAM',
  paper: { title: 'CREAM: consistency regularized self-rewarding language models', id: '2410.12735', year: 2024 },
  idea: 'Judge yourself, and trust that only as far as you of a while ago agree: where the two rank a group differently, the pair counts the other way round as well.',
  formula: String.raw`\mathcal L = -C \log\sigma(\beta h) - (1 - C) \log\sigma(-\beta h), \quad h = l_w - l_l`,
  symbols: {
    C: { is: 'consistency', text: 'how alike both rank the group: 1 in the same order, 0 in the reverse' },
    l_w: { is: 'logRatioToRef', text: 'log-ratio of the response that the policy thinks better to the reference' },
    '\\beta': { is: 'dpoBeta', text: 'how much margin is worth' },
  },
  claim:
    'Nobody but the policy judges. Plain self-rewarding makes sure of whatever it already thinks; rankings that change are taken for noise here. The paper reports that self-rewarding goes on improving where it otherwise falls back.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Judged by log-ratios, as with a base model as reference in the paper, a run that starts at its reference has nothing to choose by and stands still for ever.',
    'The released TopOrder compares the ranks of the first and the last response listed, not of the best and the worst.',
    'The released program counts consistencies over all prompts but pairs over those kept, so that one dropped prompt shifts all later values.',
    'A policy that is wrong steadily is consistent: consistency is no truth.',
  ],
  versusGrpo: 'Pairs by the policy’s own judgement instead of advantages by a verifier.',
  standIn:
    'The model of the last round is the policy that drew the responses, renewed every few iterations; the paper keeps whole rounds of self-rewarding apart. Margins shown are weighed by how consistent the pair is.',
  tasks: ['modular-arithmetic', 'bandit', 'token-tree'],
  training: {
    because: 'an earlier policy to agree with: one that is renewed at once agrees always',
    params: { samplerEvery: 5 },
  },
  slots: {
    pairing: pairing({
      needs: ['oldLogp', 'samplerLogp', 'refLogp'],
      params: {
        selfReward: choice({
          label: 'Judges itself by',
          options: ['log-probability', 'log-ratio'],
          default: 'log-probability',
          paper: 'log-ratio',
          meaning: {
            'log-probability': 'the mean log-probability of a response',
            'log-ratio': 'its log-ratio to the reference: 0 for all while the policy is its reference',
          },
        }),
        consistencyBy: choice({
          label: 'Agreement by',
          options: ['kendall', 'spearman', 'toporder'],
          default: 'kendall',
          paper: 'kendall',
          meaning: {
            kendall: 'share of pairs of the group in the same order',
            spearman: 'distances of ranks',
            toporder: 'whether the first and the last response listed have the ranks that they had',
          },
        }),
        consistencyOver: choice({
          label: 'Averaged over',
          options: ['batch', 'group'],
          default: 'batch',
          paper: 'batch',
          meaning: { batch: 'all groups: one number for the batch', group: 'nothing: each group has its own' },
        }),
      },
      compute: (batch, { selfReward, consistencyBy, consistencyOver }) => {
        const now = selfRewards(batch, batch.oldLogp, selfReward)
        const before = selfRewards(batch, batch.samplerLogp, selfReward)
        const values = consistencies(batch, now, before, consistencyBy, consistencyOver)
        const found = extremesOf(batch, now).flatMap(pair => unsure(pair, values[batch.group[pair.chosen]!]!))
        return { pairs: toPairs(found), explain: { consistency: { extent: 'group', values, unit: 'share' } } }
      },
    }),
    objective: 'dpo',
    aggregation: 'token-sum',
  },
})
