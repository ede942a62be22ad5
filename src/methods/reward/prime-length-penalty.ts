import { groupMembers, lengths, tokenCount } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { mean, type Numbers, pick } from '../../core/math.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { turnsOf } from './prime-length-penalty.math.ts'

/** Golden: prime-rl GRPOAlgorithm.score_group (559b447). */
export default defineMethod({
  id: 'prime-length-penalty',
  title: 'Length penalty of prime-rl',
  paper: { title: 'prime-rl, orchestrator/algo/grpo.py (no paper is named there)', year: 2026 },
  idea: 'Let long responses pay, but only as much as the group succeeds: what a token, a word of the world or a turn costs is a share of the group’s mean reward.',
  formula: String.raw`r'_i = r_i - \mu\, p_i, \qquad p_i = \alpha \frac{o_i}{\max o} + \beta \frac{w_i}{\max w} + \gamma \frac{u_i}{\max u}`,
  symbols: {
    "r'_i": { is: 'shaped', text: 'reward that the advantage is made of' },
    r_i: { is: 'verdict', text: 'what the verifier paid' },
    '\\mu': { is: 'price', text: 'mean reward of the group: nobody pays where nobody succeeds' },
    p_i: { is: 'penalty', text: 'penalty of response i' },
    o_i: { is: 'output', text: 'tokens that it wrote; the longest of the group pays in full' },
    w_i: { is: 'input', text: 'tokens that the world wrote into it' },
    u_i: { is: 'turnCount', text: 'its turns' },
    '\\alpha': { is: 'outputWeight', text: 'price of the most tokens' },
    '\\beta': { is: 'inputWeight', text: 'price of the most words of the world' },
    '\\gamma': { is: 'turnWeight', text: 'price of the most turns' },
  },
  claim:
    'Pressure on length comes by itself when a problem is mastered and is absent while it is not: hard problems keep their long attempts. Compare the length of right answers on easy and on hard levels with that under overlong-shaping.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'In prime-rl a group whose mean reward is negative is paid for length; here it pays nothing unless that is switched on.',
    'A group in which all are right differs only by length, so it is length that it then learns, at full strength wherever advantages are divided by the spread.',
  ],
  versusGrpo: 'The reward pays for length in proportion to the group’s success, and nothing is divided by the spread.',
  tasks: ['length-budget', 'modular-arithmetic', 'countdown'],
  shipped: ['prime-rl'],
  slots: {
    reward: reward({
      params: {
        outputWeight: number({ label: 'Price of own tokens', default: 0.25, min: 0, max: 1 }),
        inputWeight: number({ label: 'Price of the world’s tokens', default: 0.1, min: 0, max: 1 }),
        turnWeight: number({ label: 'Price of turns', default: 0.1, min: 0, max: 1 }),
        meanBelowZero: choice({
          label: 'A negative mean reward',
          options: ['free', 'signed'],
          default: 'free',
          by: { 'prime-rl': 'signed' },
          meaning: { free: 'nobody pays', signed: 'length is paid for, as in prime-rl' },
        }),
      },
      seesWorld: () => true,
      compute: (batch, { outputWeight, inputWeight, turnWeight, meanBelowZero }) => {
        const output = lengths(batch)
        const input = output.map((own, i) => tokenCount(batch, i) - own)
        const turnCount = turnsOf(batch)
        const [price, penalty] = [new Float32Array(batch.rollouts), new Float32Array(batch.rollouts)]
        for (const members of groupMembers(batch)) {
          const centre = mean(pick(batch.reward, members))
          const share = (of: Numbers, i: number) => of[i]! / Math.max(1, ...pick(of, members))
          for (const i of members) {
            price[i] = meanBelowZero === 'free' ? Math.max(0, centre) : centre
            penalty[i] =
              outputWeight * share(output, i) + inputWeight * share(input, i) + turnWeight * share(turnCount, i)
          }
        }
        const shaped = batch.reward.map((r, i) => r - price[i]! * penalty[i]!)
        const shown = { verdict: batch.reward, shaped, price, penalty, output, input, turnCount }
        return {
          reward: shaped,
          parts: { verifier: batch.reward, length: penalty.map((p, i) => -price[i]! * p) },
          explain: rolloutColumns(['verdict', 'shaped', 'price', 'penalty', 'output', 'input', 'turnCount'], shown),
        }
      },
    }),
    advantage: 'dr-grpo',
  },
})
