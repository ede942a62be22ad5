import type { Tensor2D } from '@tensorflow/tfjs-core'
import { groupMembers } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { siblingLengthReward } from '../../core/formulas/length-reward.ts'
import { failureWeights } from '../../core/formulas/value-tracker.ts'
import { mean, pick } from '../../core/math.ts'
import { curriculum, defineMethod, objective, reward, type SlotContext } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { drawWeighted } from '../../core/rng.ts'
import { rowSum } from '../../core/rows.ts'

const known = ({ state }: SlotContext) => (state ?? {}) as Readonly<Record<number, number>>

/** Golden: derived from equations 2 and 3 and section 2.3 of the report. */
export default defineMethod({
  id: 'kimi-k15',
  title: 'Kimi k1.5, mirror descent',
  paper: { title: 'Kimi k1.5: scaling reinforcement learning with LLMs', id: '2501.12599', year: 2025 },
  idea: 'Fit the policy that reward and a KL to the last iterate would choose, by a squared pull on the response’s log-ratio; prefer short answers and hard problems.',
  formula: String.raw`L = -(r_i - \bar r)\log \pi(y_i) + \frac{\tau}{2}\Bigl(\log \frac{\pi(y_i)}{\pi_\mathrm{old}(y_i)}\Bigr)^2`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i, with the bonus for being short' },
    '\\bar r': { is: 'baseline', text: 'mean of the group, or its soft maximum' },
    '\\tau': { is: 'tau', text: 'how strongly the last iterate holds; DRO calls it β' },
    '\\log \\frac{\\pi(y_i)}{\\pi_\\mathrm{old}(y_i)}': { is: 'logRatio', text: 'summed over the response’s tokens' },
  },
  claim:
    'With many updates per batch a small τ drifts and a large one stalls; one update per batch is REINFORCE, since the pull starts at 0. Drawing by failure rate fills the batches with hard problems, so that the batch is less often right than the policy is. The reward for being short starts after a quarter of the run: watch the mean length from there on.',
  panel: 'formula',
  confidence: 'paper-verified',
  pitfalls: [
    'The report resets the optimiser at each iteration; here it runs on.',
    'The pull is on the sum over tokens: long responses are held harder. Ports pull each token instead (ROLL’s kimi15, Trinity’s opmd; DRO in verl and tinker): see dro.',
    'The report adds the length reward after a warm-up only: early on it shortens before it has learned to be right.',
  ],
  versusGrpo: 'A squared pull replaces the clip, and nothing is divided by the spread or the length.',
  tasks: ['length-budget', 'modular-arithmetic', 'token-tree'],
  standIn: 'The optimiser’s memory runs on from batch to batch; the report resets it at each.',
  defaults: { lone: 'zero' },
  slots: {
    curriculum: curriculum({
      choose: (pool, count, _, context) => {
        const weights = failureWeights(Array.from({ length: pool.size }, (_unused, x) => known(context)[x] ?? 0))
        return { choices: Array.from({ length: count }, () => ({ problem: drawWeighted(context.draw, weights) })) }
      },
      observe: (batch, problems, _, context) => {
        const correct = batch.correct ?? batch.reward
        const rates = groupMembers(batch).map((members, g) => [problems[g]!, mean(pick(correct, members))])
        return { ...known(context), ...Object.fromEntries(rates) }
      },
    }),
    reward: reward({
      params: {
        shortness: number({ label: 'Reward for being short', default: 0.1, min: 0, max: 2, note: 'At most half.' }),
        warmUp: number({ label: 'From this share of the run', default: 0.25, min: 0, max: 1, note: 'Unpaid before.' }),
      },
      compute: (batch, { shortness, warmUp }, { iteration, iterations }) => {
        const weight = iteration < warmUp * iterations ? 0 : shortness
        const lengthReward = siblingLengthReward(batch)
        return {
          reward: batch.reward.map((r, i) => r + weight * lengthReward[i]!),
          parts: { verifier: batch.reward, length: lengthReward.map(l => weight * l) },
          explain: rolloutColumns(['lengthReward'], { lengthReward }),
        }
      },
    }),
    advantage: 'opmd',
    objective: objective({
      params: {
        pullPer: choice({
          label: 'Pull on each',
          options: ['response', 'token'],
          default: 'response',
          paper: 'response',
          by: { roll: 'token', trinity: 'token' },
          meaning: { response: 'square of the summed log-ratio', token: 'sum of squares: DRO' },
        }),
        tau: number({ label: 'Pull τ', default: 0.1, min: 0, max: 10, scale: 'log' }),
      },
      compute: (tf, { now, oldLogp, credit, length }, { tau, pullPer }) => {
        const moved = tf.sub<Tensor2D>(now.logp, oldLogp)
        const logRatio = pullPer === 'token' ? moved : rowSum(tf, moved)
        const spring = tf.mul<Tensor2D>(tf.square(logRatio), tau / 2)
        const held = pullPer === 'token' ? spring : tf.div<Tensor2D>(spring, tf.maximum(length, 1))
        return { loss: tf.sub<Tensor2D>(held, tf.mul(credit, now.logp)), explain: { logRatio } }
      },
    }),
    aggregation: 'seq-mean-token-sum',
  },
})
