import { groupMembers } from '../../core/batch.ts'
import { overlongPenalty, softPriceParam, softZoneParam } from '../../core/formulas/length-reward.ts'
import { pick } from '../../core/math.ts'
import { curriculum, defineMethod, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Source: arXiv 2503.14476 equations 8-13; verl recipe/dapo (filter_groups, overlong_buffer) at b178a3c. */
export default defineMethod({
  id: 'dapo',
  title: 'DAPO',
  paper: { title: 'DAPO: an open-source LLM reinforcement learning system at scale', id: '2503.14476', year: 2025 },
  idea: 'GRPO with four repairs: a higher upper clip, only groups that disagree, every token weighing the same, and a gentle price on running out of length.',
  formula: String.raw`\hat A_i = \frac{r_i - \operatorname{mean}(r)}{\operatorname{std}(r) + \varepsilon}, \quad 0 < \textstyle\sum_i \mathbb 1[r_i = 1] < G, \quad \rho_t \in [1-\varepsilon_{\text{low}},\, 1+\varepsilon_{\text{high}}]`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward, the price of length included' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    '\\operatorname{std}(r)': { is: 'std', text: 'standard deviation of the group' },
    '\\rho_t': { is: 'ratio', text: 'probability now over probability at the start of the update' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'lower clip' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'upper clip, wider' },
    '\\varepsilon': { is: 'epsilon', text: 'keeps the division finite' },
  },
  claim:
    'The wider upper clip is to leave rare tokens room to grow, so that entropy falls more slowly. On the token tree, with eight passes over a batch, it does not: there the clip as such keeps answers apart, and its width matters little. Dropping groups without signal keeps the gradient’s size steady as the policy improves.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Dropped groups cost samples: compare runs by rollouts sampled, not by iterations.',
    'TRL’s loss of this name keeps the upper clip at 0.2 unless epsilon_high is set, and has neither filter nor price.',
    'verl filters on accuracy; filtering on the shaped reward would keep groups that differ only in length.',
  ],
  versusGrpo:
    'Asymmetric clip, token-mean, groups without signal sampled again, overlong responses shaped; no KL term.',
  tasks: ['modular-arithmetic', 'length-budget'],
  shipped: ['trl', 'verl', 'open-instruct', 'ms-swift'],
  defaults: { clipLow: 0.2, clipHigh: 0.28 },
  conventions: { trl: { clipHigh: 0.2 } },
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
          note: 'Groups that all agree in it are dropped; off keeps all.',
        }),
        samplingRounds: number({
          label: 'Rounds',
          default: 4,
          verl: 10,
          min: 1,
          max: 20,
          integer: true,
          note: 'At most.',
        }),
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
        overlongLimit: number({ label: 'Limit', default: 0, min: 0, max: 65_536, integer: true, note: '0 is off.' }),
        overlongCache: softZoneParam,
        overlongPrice: softPriceParam,
      },
      compute: (batch, { overlongLimit, overlongCache, overlongPrice }) => {
        if (overlongLimit === 0) return { reward: batch.reward }
        const overlong = overlongPenalty(batch, overlongLimit, overlongCache, overlongPrice)
        return { reward: batch.reward.map((r, i) => r + overlong[i]!), parts: { overlong } }
      },
    }),
  },
})
