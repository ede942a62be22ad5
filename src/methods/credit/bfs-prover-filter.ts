import { tokenColumns } from '../../core/estimator.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { central, stepsOf } from './bfs-prover-filter.math.ts'

/** Source: abstract of arXiv 2509.06493; the window is assumed. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'bfs-prover-filter',
  title: 'BFS-Prover-V2 filter',
  paper: {
    title: 'Scaling up multi-turn off-policy RL and multi-agent tree search for LLM step-provers',
    id: '2509.06493',
    year: 2025,
  },
  idea: 'Imitate successes, but only those of their steps that are of middling surprise: what the policy knows by heart teaches nothing, and what it would hardly ever say is noise.',
  formula: String.raw`\mathcal L = -\operatorname*{mean}_{b\,:\,k_b = 1} \log\pi_\theta(b), \qquad k_b = \mathbb 1\big[\,Q_{\text{low}} \le u_b \le Q_{\text{high}},\; r > 0\,\big]`,
  symbols: {
    b: { is: 'kept', text: 'a step: a turn of the response, or all of it where there are no turns' },
    k_b: { is: 'kept', text: '1 where the step is imitated' },
    u_b: { is: 'surprise', text: 'its mean negative log-probability, in nats' },
    'Q_{\\text{low}}': { is: 'lowQuantile', text: 'lower bound: a quantile over the batch' },
    'Q_{\\text{high}}': { is: 'highQuantile', text: 'upper bound: a quantile over the batch' },
    r: { is: 'reward', text: 'reward of the response' },
    '\\log\\pi_\\theta(b)': { is: 'logp', text: 'log-probability of the tokens of the step' },
  },
  claim:
    'Imitation of all successes narrows the policy to what it already does most; in the paper the two tails are left out to avoid the plateau that follows. Watch pass@1 and entropy beside those of rejection fine-tuning: on the token tree the window has so far learned more slowly, without keeping more different answers.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Successes only are counted for the bounds: with few of them the quantiles are those of a handful.',
    'A rare way that was right lies in the upper tail, and is thrown away with the noise.',
  ],
  versusGrpo: 'No baseline and no negative signal: of what was right, steps of middling surprise are imitated.',
  standIn:
    'The paper also starts again from the base model when rounds no longer help; here training goes on, and the batch of one iteration takes the place of a round.',
  tasks: ['token-tree', 'countdown', 'modular-arithmetic'],
  slots: {
    credit: credit({
      needs: ['advantage', 'oldLogp'],
      writes: ['trained'],
      params: {
        lowQuantile: number({ label: 'Window from', default: 0.2, min: 0, max: 1, note: 'Quantile of surprise.' }),
        highQuantile: number({ label: 'Window to', default: 0.8, min: 0, max: 1, note: 'Quantile of surprise.' }),
      },
      compute: (batch, { lowQuantile, highQuantile }) => {
        const steps = stepsOf(batch, batch.oldLogp).filter(({ rollout }) => batch.reward[rollout]! > 0)
        const { keep } = central(
          steps.map(step => step.surprise),
          lowQuantile,
          highQuantile,
        )
        const [kept, surprise] = [new Float32Array(batch.token.length), new Float32Array(batch.token.length)]
        steps.forEach((step, k) => {
          for (const t of step.tokens) {
            kept[t] = keep[k] ? 1 : 0
            surprise[t] = step.surprise
          }
        })
        return { credit: kept, columns: { trained: kept }, explain: tokenColumns({ kept, surprise }) }
      },
    }),
    objective: 'reinforce',
  },
})
