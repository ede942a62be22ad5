import { type Batch, lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { admitted, trustIn } from './trust-grpo.math.ts'

/** [n] the recorded part `thinking`; without one, a judge that is easily fooled: the longer the better. */
function thinkingOf(batch: Batch): Float32Array {
  const length = lengths(batch)
  return batch.rewardParts?.thinking ?? length.map(l => l / Math.max(1, ...length))
}

/** Golden: SophiaVL-R1 verl/workers/reward/custom.py, the lines of the trust weight (a818494). */
export default defineMethod({
  id: 'trust-grpo',
  title: 'Trust-GRPO',
  paper: { title: 'SophiaVL-R1: reinforcing MLLMs reasoning with thinking reward', id: '2505.17018', year: 2025 },
  idea: 'Add a judge’s opinion of the reasoning to the reward, but trust it less in groups where it prefers wrong responses, and less as training goes on.',
  formula: String.raw`\tilde r_i = r_i + \gamma\, a\, e^{-k/K}\, q_i, \qquad \gamma = \min\bigl(1,\ e^{\bar q_\mathrm{correct} - \bar q_\mathrm{wrong}}\bigr)`,
  symbols: {
    '\\tilde r_i': { is: 'reward', text: 'reward of response i with the opinion added' },
    '\\gamma': { is: 'trust', text: 'trust in the judge, for this group' },
    a: { is: 'opinionWeight', text: 'weight of the opinion at the start' },
    K: { is: 'horizon', text: 'iterations in which it fades to 1/e, where k are over; 0 takes the length of the run' },
    q_i: { is: 'thinking', text: 'the judge’s opinion of response i, 0 to 1' },
    '\\bar q_\\mathrm{correct}': { is: 'meanCorrect', text: 'mean opinion of the correct responses' },
    '\\bar q_\\mathrm{wrong}': { is: 'meanWrong', text: 'mean opinion of the wrong ones' },
  },
  claim:
    'A judge that likes long reasoning rewards long failures; trust falls below 1 in exactly those groups, so its harm is bounded by a factor of e, and fading ends it. Compare with trust alone and without fading.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The released code sets the opinion of responses below 0.2 to 0 before it compares: with verdicts of 0 and 1 trust can then never fall. The paper’s rules are the default here for that reason.',
    'It also drops the opinion where a group is all right or all wrong, and fades over 500 iterations whatever the run’s length.',
    'What it logs as trust is the square of what it uses.',
    'Tasks here have no judge: the length of the response stands in for one. On length-budget it then praises long failures: watch the length of wrong answers.',
  ],
  versusGrpo: 'GRPO on a reward that carries a fading, distrusted opinion.',
  tasks: ['length-budget', 'countdown', 'modular-arithmetic'],
  standIn:
    'The judge of the reasoning is the response’s length, the longer the better; the paper trains a reward model that reads the reasoning.',
  slots: {
    reward: reward({
      params: {
        opinionWeight: number({ label: 'Weight of the opinion', default: 0.3, paper: 0.3, min: 0, max: 2 }),
        horizon: number({ label: 'Fades over', default: 0, paper: 0, min: 0, max: 100_000, integer: true }),
        rules: choice({
          label: 'Rules of',
          options: ['paper', 'release'],
          default: 'paper',
          paper: 'paper',
          note: 'Released: failures have no opinion.',
        }),
      },
      compute: (batch, { opinionWeight, horizon, rules }, { iteration, iterations }) => {
        const thinking = rules === 'paper' ? thinkingOf(batch) : admitted(batch, thinkingOf(batch))
        const { trust, meanCorrect, meanWrong } = trustIn(batch, thinking)
        const fading = Math.exp(-iteration / (horizon || iterations))
        const opinion = thinking.map((q, i) => trust[i]! * opinionWeight * fading * q)
        return {
          reward: batch.reward.map((r, i) => r + opinion[i]!),
          parts: { verifier: batch.reward, opinion },
          explain: rolloutColumns(['trust', 'thinking', 'meanCorrect', 'meanWrong'], {
            trust,
            thinking,
            meanCorrect,
            meanWrong,
          }),
        }
      },
    }),
    advantage: 'grpo',
  },
})
