import { groupMembers, lengths } from '../../core/batch.ts'
import { clamp, pick } from '../../core/math.ts'
import { curriculum, defineMethod, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Source: arXiv 2503.14476 equations 8-13; verl recipe/dapo (filter_groups, overlong_buffer) at b178a3c. */
export default defineMethod({
  id: 'dapo',
  title: 'DAPO',
  paper: { title: 'DAPO: an open-source LLM reinforcement learning system at scale', id: '2503.14476', year: 2025 },
  idea: 'GRPO with four repairs: a higher upper clip, only groups that disagree, every token weighing the same, and a gentle price on running out of length.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r)}, \quad 0 < \textstyle\sum_i \mathbb 1[r_i = 1] < G, \quad \rho_t \in [1-\varepsilon_{\text{low}},\, 1+\varepsilon_{\text{high}}]`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward, the price of length included' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\operatorname{std}(r)': { is: 'std', text: 'standard deviation of the group' },
    '\\rho_t': { is: 'ratio', text: 'probability now over probability at the start of the update' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'lower clip' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'upper clip, wider' },
  },
  claim:
    'The wider upper clip leaves rare tokens room to grow, so entropy falls more slowly; it shows only with several updates per batch. Dropping groups without signal keeps the gradient’s size steady as the policy improves.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Dropped groups cost samples: compare runs by rollouts sampled, not by iterations.',
    'verl filters on accuracy; filtering on the shaped reward would keep groups that differ only in length.',
  ],
  versusGrpo:
    'Asymmetric clip, token-mean, groups without signal sampled again, overlong responses shaped; no KL term.',
  tasks: ['modular-arithmetic', 'length-budget'],
  defaults: { clipLow: 0.2, clipHigh: 0.28 },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    curriculum: curriculum({
      params: {
        filterBy: choice({
          label: 'Groups must differ in',
          options: ['correct', 'reward', 'off'],
          default: 'correct',
          verl: 'correct',
        }),
        samplingRounds: number({ label: 'Sampling rounds', default: 4, verl: 10, min: 1, max: 20, integer: true }),
      },
      rounds: ({ filterBy, samplingRounds }) => (filterBy === 'off' ? 1 : samplingRounds),
      keep: (batch, { filterBy }) => {
        const score = (filterBy === 'correct' ? batch.correct : undefined) ?? batch.reward
        const kept = (values: number[]) => filterBy === 'off' || values.length === 1 || new Set(values).size > 1
        return Uint8Array.from(groupMembers(batch), members => (kept(pick(score, members)) ? 1 : 0))
      },
    }),
    reward: reward({
      params: {
        overlongLimit: number({
          label: 'Length limit',
          default: 0,
          min: 0,
          max: 65_536,
          integer: true,
          note: 'Tokens; 0 leaves rewards alone.',
        }),
        overlongCache: number({ label: 'Soft zone, share of limit', default: 0.2, paper: 0.2, min: 0.01, max: 1 }),
        overlongPrice: number({ label: 'Price at the limit', default: 1, paper: 1, verl: 1, min: 0, max: 10 }),
      },
      compute: (batch, { overlongLimit, overlongCache, overlongPrice }) => {
        if (overlongLimit === 0) return { reward: batch.reward }
        const zone = overlongCache * overlongLimit
        const overlong = lengths(batch).map(l => -overlongPrice * clamp((l - (overlongLimit - zone)) / zone, 0, 1) + 0)
        return { reward: batch.reward.map((r, i) => r + overlong[i]!), parts: { overlong } }
      },
    }),
  },
})
