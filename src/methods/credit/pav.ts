import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { oneHardProblem } from '../../core/trainings.ts'

/** Golden: derived from arXiv 2410.08146 with the best-of-K prover. */
export default defineMethod({
  id: 'pav',
  title: 'Process advantage verifier',
  paper: {
    title: 'Rewarding progress: scaling automated process verifiers for LLM reasoning',
    id: '2410.08146',
    year: 2024,
  },
  idea: 'Reward a step for the progress it means to somebody else: how much it raises the chance of success of a prover that tries K times.',
  formula: String.raw`\hat A_t = \bigl(V_{t+1} - V_t\bigr) + \alpha\bigl(\mu_{t+1} - \mu_t\bigr), \qquad \mu_t = 1 - (1 - V_t)^K`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    V_t: { is: 'prefixValue', text: 'exact success rate of the policy from before token t' },
    '\\mu_t': { is: 'proverValue', text: 'chance that one of K attempts from there succeeds' },
    '\\mu_{t+1} - \\mu_t': { is: 'progress', text: 'progress of the prover' },
    '\\alpha': { is: 'progressWeight', text: 'weight of progress' },
    K: { is: 'attempts', text: 'attempts of the prover' },
  },
  claim:
    'Progress is a shaping reward: it sums to a constant and leaves the best policy alone, but it is loud where success is still rare, so that fork-tokens is learned sooner than with the exact advantage alone (partly because credit is larger). With K = 1 it adds nothing new, and a very strong prover sees only hopeless steps. The paper’s gains in search and training are not reproduced here.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'A prover that always succeeds, or never does, tells no steps apart.',
    'The paper estimates values from samples and trains a network on them; here they are exact.',
    'The weight of 3 to 5 is quoted for training, about 0.5 for search.',
  ],
  versusGrpo: 'Exact values of prefixes, under the policy and under a stronger prover, take the place of the group.',
  tasks: ['fork-tokens', 'token-tree'],
  standIn:
    'Values are exact and the prover is the policy itself with K attempts; the paper trains a network on sampled values of a separate prover.',
  training: oneHardProblem,
  slots: {
    aggregation: 'token-mean',
    credit: credit({
      needs: ['prefixValue'],
      params: {
        attempts: number({ label: 'Attempts of the prover K', default: 4, paper: 4, min: 1, max: 256, integer: true }),
        progressWeight: number({
          label: 'Weight of progress α',
          default: 3,
          paper: 3,
          min: 0,
          max: 20,
          note: '0 is the exact advantage.',
        }),
      },
      compute: (batch, { attempts, progressWeight }) => {
        const token = () => new Float32Array(batch.token.length)
        const [share, proverValue, progress, effective] = [token(), token(), token(), token()]
        const prove = (value: number) => 1 - (1 - value) ** attempts
        for (let i = 0; i < batch.rollouts; i++) {
          if (Number.isNaN(batch.reward[i]!)) continue
          const end = batch.tokenStart[i + 1]!
          for (let t = batch.tokenStart[i]!; t < end; t++) {
            if (batch.mask?.[t] === 0) continue
            const [before, after] = [batch.prefixValue[t]!, t + 1 < end ? batch.prefixValue[t + 1]! : batch.reward[i]!]
            proverValue[t] = prove(before)
            progress[t] = prove(after) - prove(before)
            effective[t] = after + progressWeight * progress[t]!
            share[t] = after - before + progressWeight * progress[t]!
          }
        }
        return { credit: share, explain: tokenColumns({ proverValue, progress, effective }) }
      },
    }),
  },
})
