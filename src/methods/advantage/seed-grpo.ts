import { perGroup } from '../../core/estimator.ts'
import { semanticEntropy, tokenProbability } from '../../core/formulas/meanings.ts'
import { mean, pick } from '../../core/math.ts'
import { advantage, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { erringVerifier } from '../../core/trainings.ts'

const damping = {
  linear: (u: number) => 1 - u,
  exponential: (u: number) => Math.exp(-u),
  focal: (u: number, focus: number) => Math.max(0, 1 - u) ** focus,
} as const

/** Golden: derived from the formula A * f(alpha * SE / log G), with clusters of equal answers. */
export default defineMethod({
  id: 'seed-grpo',
  title: 'SEED-GRPO',
  paper: {
    title: 'SEED-GRPO: semantic entropy enhanced GRPO for uncertainty-aware policy optimization',
    id: '2505.12346',
    year: 2025,
  },
  idea: 'Learn less from a problem the more its answers scatter: disagreement in meaning shrinks the whole group’s advantages.',
  formula: String.raw`\hat A_i = (r_i - \operatorname{mean}(r))\, f, \qquad f = 1 - \alpha\, \frac{\mathrm{SE}}{\log m}`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'advantage of response i' },
    r_i: { is: 'reward', text: 'its reward' },
    '\\operatorname{mean}(r)': { is: 'mean', text: 'mean reward of the group' },
    f: { is: 'damping', text: 'factor of the group; other shapes can be chosen' },
    '\\alpha': { is: 'alpha', text: 'how much uncertainty damps' },
    '\\mathrm{SE}': { is: 'semanticEntropy', text: 'entropy over the group’s distinct answers, nats' },
  },
  claim:
    'Cautious updates on confused problems, full ones on confident problems. Where the verifier never errs it can only slow learning: a damping knob, whose use needs a verifier that errs. Not seen here: with a fifth of the verdicts flipped, ten seeds on sums ended where Dr. GRPO’s did.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The paper scans α and prints the entropy as an unweighted mean over clusters; the usual entropy is taken here, equal where clusters are.',
    'Answers that could not be read count as all different, so a policy that has not learned the format is damped most.',
    'Where no answers are recorded, token sequences are compared.',
  ],
  versusGrpo: 'Division by the spread of the rewards gives way to damping by the spread of the answers.',
  tasks: ['countdown', 'modular-arithmetic'],
  training: erringVerifier,
  slots: {
    advantage: advantage({
      params: {
        alpha: number({ label: 'Damping α', default: 0.5, min: 0, max: 1, note: '0 is Dr. GRPO’s advantage.' }),
        shape: choice({
          label: 'Shape',
          options: ['linear', 'exponential', 'focal'],
          default: 'linear',
          note: 'How the factor falls with uncertainty.',
        }),
        focus: number({ label: 'Focal exponent', default: 2, min: 0, max: 8, note: 'For the focal shape.' }),
        weighBy: choice({
          label: 'Weigh answers by',
          options: ['count', 'likelihood'],
          default: 'count',
          note: 'Each response alike, or by its probability.',
        }),
      },
      compute: (batch, { alpha, shape, focus, weighBy }) =>
        perGroup(batch, ['mean', 'semanticEntropy', 'damping'], (members, out) => {
          const logp = weighBy === 'likelihood' ? batch.oldLogp : undefined
          const weight = members.map(i => (logp ? tokenProbability(batch, logp, i) : 1))
          const uncertainty = semanticEntropy(batch, members, weight)
          const centre = mean(pick(batch.reward, members))
          const factor =
            members.length > 1 ? damping[shape]((alpha * uncertainty) / Math.log(members.length), focus) : 1
          for (const i of members) {
            out.mean[i] = centre
            out.semanticEntropy[i] = uncertainty
            out.damping[i] = factor
            out.advantage[i] = (batch.reward[i]! - centre) * factor
          }
        }),
    }),
  },
})
