import type { Tensor2D } from '@tensorflow/tfjs-core'
import { ownAdvantages } from '../../core/formulas/imitation.ts'
import { clipParams, tokenSurrogate } from '../../core/formulas/surrogate.ts'
import { advantage, defineMethod, objective, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { sharedParts } from '../../core/trainings.ts'
import { rethought } from './cog-rethinker.math.ts'

/** Source: abstract of arXiv 2510.15979 and public reviews; the weight of imitation is assumed. Golden numbers are derived. */
export default defineMethod({
  id: 'cog-rethinker',
  title: 'Cog-Rethinker',
  paper: {
    title: 'Cog-Rethinker: hierarchical metacognitive reinforcement learning for LLM reasoning',
    id: '2510.15979',
    year: 2025,
  },
  idea: 'Give problems that nobody solves in parts, then show what went wrong; what comes out right is also imitated as if no help had been given.',
  formula: String.raw`\mathcal L_t = \begin{cases} -\lambda \log\pi_\theta(y_t) & x_t = 1 \\ -\min\bigl(\rho_t \hat A_t,\ \operatorname{clip}(\rho_t, 1 - \varepsilon_\mathrm{low}, 1 + \varepsilon_\mathrm{high})\, \hat A_t\bigr) & x_t = 0 \end{cases}`,
  symbols: {
    x_t: { is: 'external', text: '1 in copies of helped successes, which hold the help as if it had been said' },
    '\\lambda': { is: 'lessonWeight', text: 'weight of imitation' },
    '\\log\\pi_\\theta(y_t)': { is: 'logp', text: 'log-probability of token t' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability when sampled' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t, among the responses of the group but for the copies' },
    '\\varepsilon_\\mathrm{low}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_\\mathrm{high}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Fewer of the generated groups are thrown away, and what was learned with help is carried over to the plain problem. On combination-chain hardly a group stays silent; pass@1, without help, runs ahead of GRPO’s and about with that of ghpo, which does not imitate: nearly all of the gain is the help’s, as a weight of 0 shows.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'Groups in which help makes everybody right give no advantage, but their copies are imitated all the same.',
    'Copies count among the rollouts of the batch: its share of right answers flatters.',
    'The paper keeps decompositions that worked and shows the most similar ones; nothing is kept here.',
  ],
  versusGrpo:
    'A group without a success is drawn again with help on two floors, and helped successes are imitated too.',
  tasks: ['combination-chain', 'token-tree', 'countdown'],
  standIn:
    'The parts of a problem are the beginning of a right answer, and the reflection its beginning up to the first fault; in the paper the policy is prompted with examples and with its own wrong solutions.',
  training: sharedParts,
  defaults: { clipHigh: 0.28 },
  slots: {
    sampler: sampler({
      params: {
        partShare: number({
          label: 'Share that the parts give',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'Of a right answer, on the first floor of help.',
        }),
      },
      writes: ['external'],
      compute: (handle, problems, groupSize, { partShare }, { draw }) =>
        rethought(handle, problems, groupSize, partShare, draw),
    }),
    advantage: advantage({ needs: ['external'], compute: batch => ownAdvantages(batch, 1e-6) }),
    objective: objective({
      needs: ['external'],
      params: {
        ...clipParams,
        lessonWeight: number({
          label: 'Weight of imitation λ',
          default: 0.1,
          min: 0,
          max: 10,
          note: '0 does not imitate.',
        }),
      },
      compute: (tf, tensors, { lessonWeight, ...clips }) => {
        const { loss, explain } = tokenSurrogate(tf, tensors, clips)
        const lesson = tf.mul<Tensor2D>(tensors.now.logp, -lessonWeight)
        return { loss: tf.where<Tensor2D>(tf.greater(tensors.external, 0), lesson, loss), explain }
      },
    }),
  },
})
