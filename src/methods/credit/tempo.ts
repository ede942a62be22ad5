import { groupMembers } from '../../core/batch.ts'
import { rolloutColumns, tokenColumns } from '../../core/estimator.ts'
import { prefixMeans } from '../../core/formulas/prefixes.ts'
import { pick, standardise, std } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** Golden: derived from the prefix-to-tree formula of arXiv 2509.18314. */
export default defineMethod({
  id: 'tempo',
  title: 'TEMPO',
  paper: {
    title: 'Exploiting tree structure for credit assignment in RL training of LLMs',
    id: '2509.18314',
    year: 2025,
  },
  idea: 'Lay the siblings over one another as a prefix tree: where they part, the mean reward of each branch says what the token at the fork was worth.',
  formula: String.raw`\hat A_t = \frac{\hat A_i + w\,\bigl(V_{t+1} - V_t\bigr)}{\operatorname{std}(r) + \varepsilon}`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\hat A_i': { is: 'advantage', text: 'reward of its response minus the mean of the group' },
    w: { is: 'treeWeight', text: 'weight of the tree' },
    V_t: { is: 'treeValue', text: 'mean reward of the siblings that begin as this one does, before token t' },
    'V_{t+1} - V_t': { is: 'treeGain', text: 'what the token did to that mean; 0 where nobody parts' },
    '\\operatorname{std}(r)': { is: 'groupStd', text: 'standard deviation of the group (population)' },
    '\\varepsilon': { is: 'stdEpsilon', text: 'keeps the division finite' },
  },
  claim:
    'Credit of single tokens without a critic and without extra sampling. On fork-tokens with quiet filler and plain SGD it finds the forks before GRPO; with noisy filler siblings part after two or three tokens, all later gains are 0, and the lead shrinks: the level is the slider. The paper’s gains on mathematics and medicine are not reproduced here.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'Once a response is unlike all siblings its tree says nothing more: long or diverse responses get plain GRPO.',
    'Where siblings part at once, the first token gets the advantage twice.',
    'Dividing the tree’s gain by the spread of the rewards is printed but not derived; reviewers asked for a reason.',
    'The weight 1, the population deviation and the treatment of complete responses are read off the text: no code is public.',
  ],
  versusGrpo: 'Adds the change of the siblings’ mean reward at every fork of their prefix tree.',
  tasks: ['fork-tokens', 'token-tree'],
  training: oneHardProblem,
  slots: {
    advantage: 'dr-grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['advantage'],
      params: {
        treeWeight: number({ label: 'Weight of the tree', default: 1, paper: 1, min: 0, max: 10, note: '0 is GRPO.' }),
        stdEpsilon: number({ label: 'Epsilon in denominator', default: 1e-6, min: 0, max: 1, scale: 'log' }),
        stdDdof: number({
          label: 'Degrees of freedom',
          default: 0,
          min: 0,
          max: 1,
          integer: true,
          aside: true,
          note: 'Of the deviation of rewards: 0 population, 1 sample.',
        }),
      },
      compute: (batch, { treeWeight, stdEpsilon, stdDdof }) => {
        const token = () => new Float32Array(batch.token.length)
        const [share, treeValue, treeGain] = [token(), token(), token()]
        const groupStd = new Float32Array(batch.rollouts)
        for (const all of groupMembers(batch)) {
          const members = all.filter(i => !Number.isNaN(batch.reward[i]!))
          const scale = std(pick(batch.reward, members), stdDdof) || 0
          for (const [i, values] of prefixMeans(batch, members)) {
            groupStd[i] = scale
            for (let t = batch.tokenStart[i]!, k = 0; t < batch.tokenStart[i + 1]!; t++, k++) {
              if (batch.mask?.[t] === 0) continue
              treeValue[t] = values[k]!
              treeGain[t] = values[k + 1]! - values[k]!
              share[t] = standardise(batch.advantage[i]! + treeWeight * treeGain[t]!, scale, stdEpsilon)
            }
          }
        }
        return {
          credit: share,
          explain: { ...tokenColumns({ treeValue, treeGain }), ...rolloutColumns(['groupStd'], { groupStd }) },
        }
      },
    }),
  },
})
