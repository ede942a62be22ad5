import { groupMembers } from '../../core/batch.ts'
import { sumToEnd } from '../../core/episode.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { completionLabels } from '../../core/formulas/monte-carlo.ts'
import { mean, standardise, std } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** Golden: derived from Math-Shepherd’s hard and soft estimates; credit as DeepSeekMath’s process supervision (2402.03300), from memory. */
export default defineMethod({
  id: 'mc-step-value',
  title: 'Monte-Carlo step labels',
  paper: {
    title: 'Math-Shepherd: verify and reinforce LLMs step-by-step without human annotations',
    id: '2312.08935',
    year: 2024,
  },
  idea: 'Label a step by how often the policy still succeeds after it: no person is needed, only continuations.',
  formula: String.raw`\hat A_t = \sum_{k \ge k(t)} \frac{\ell_k - \operatorname{mean}(\ell)}{\operatorname{std}(\ell) + 10^{-6}}, \qquad \ell_k = \begin{cases} V_{k+1} - V_k & \text{progress} \\ V_{k+1} & \text{soft} \\ \mathbb 1[V_{k+1} > 0] & \text{hard}\end{cases}`,
  symbols: {
    '\\hat A_t': {
      is: 'credit',
      text: 'credit of token t: what its step and all later ones are labelled, normalised in the group',
    },
    '\\ell_k': {
      is: 'stepLabel',
      text: 'label of step k, in one of three ways',
    },
    V_k: { is: 'sampledValue', text: 'share of continuations from before step k that succeed' },
  },
  claim:
    'Soft labels are unbiased values of the policy; hard labels miss an error that a lucky continuation hides, the more often the larger K is, and call right steps wrong with probability (1-p)^K. On fork-tokens the progress label marks the forks. The paper trains a reward model on the labels; here they are used directly.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Summed labels of states, unlike their changes, pay for being in a good place again and again.',
    'A hard label says that success is possible, not that the step was right.',
    'Labels are those of the policy that continued: a stronger one forgives more.',
  ],
  versusGrpo: 'Rewards stand at steps and are success rates of continuations, normalised over all steps of the group.',
  tasks: ['fork-tokens', 'modular-arithmetic'],
  standIn:
    'Success rates of continuations are the credit themselves; the paper trains a process reward model on them and asks that model.',
  training: oneHardProblem,
  slots: {
    aggregation: 'token-mean',
    credit: credit({
      needs: ['sampledValue'],
      params: {
        label: choice({
          label: 'Step label',
          options: ['progress', 'soft', 'hard'],
          default: 'progress',
          paper: 'hard',
          note: 'Rise of the value, the value itself, or whether any continuation succeeds.',
        }),
      },
      compute: (batch, { continuations, valueEvery, label }) => {
        const { labels, standardError, firstError } = completionLabels(batch, continuations, valueEvery)
        const stepLabel = new Float32Array(batch.token.length)
        for (const place of labels.flat()) stepLabel.fill(place[label], place.start, place.end)
        const pay = new Float32Array(batch.token.length)
        for (const members of groupMembers(batch)) {
          const places = members.filter(i => !Number.isNaN(batch.reward[i]!)).flatMap(i => labels[i]!)
          const values = places.map(place => place[label])
          const [centre, spread] = [mean(values), std(values, 0)]
          for (const place of places) pay[place.end - 1] = standardise(place[label] - centre, spread, 1e-6)
        }
        return {
          credit: sumToEnd(batch, pay),
          explain: { ...tokenColumns({ stepLabel, standardError }), ...rolloutColumns(['firstError'], { firstError }) },
        }
      },
    }),
  },
})
