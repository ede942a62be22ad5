import { lengths } from '../../core/batch.ts'
import { attemptsOf } from '../../core/formulas/attempts.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { accuracyReward, lengthBump } from './srpo-reflection.math.ts'

/** Golden: SUSTechBruce/SRPO_MLLMs srpo_reward_func.py (23dab54). */
export default defineMethod({
  id: 'srpo-reflection',
  title: 'SRPO (reflection)',
  paper: {
    title: 'SRPO: enhancing multimodal LLM reasoning via reflection-aware reinforcement learning',
    id: '2506.01713',
    year: 2025,
  },
  idea: 'Let the model answer, look at its answer again and answer once more, and reward what the second look does to the first answer.',
  formula: String.raw`r = \begin{cases} 1 & \text{wrong, then right} \\ 0.75 & \text{right, then right} \\ 0.25 & \text{right, then wrong} \\ 0 & \text{wrong, then wrong} \end{cases} + w_f\, f + w_l\, e^{-\left((L - 2L_1)/(L_1/2)\right)^2}`,
  symbols: {
    'r =': { is: 'reward', text: 'total reward' },
    'w_f\\,': { is: 'formWeight', text: 'reward for the form' },
    'f +': { is: 'wellFormed', text: '1 = two answers, one second look, nothing besides' },
    w_l: { is: 'bumpHeight', text: 'most that the length can add' },
    L_1: { is: 'attempt', text: 'tokens up to the first answer' },
  },
  claim:
    'Watch the curves repaired, kept and spoiled on two-attempts. Spoiling dies out and second looks become the rule; then the hole opens: responses learn to be wrong first and right second, for a reward that a policy which simply knows the sum would not get. The paper’s gains are on MathVista.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A hole in the table: answering wrongly on purpose and then rightly pays 1, being right twice 0.75.',
    'In the released file a lone answer makes the length function raise, and the whole reward becomes 0; here it gets its 0.5 and no length term.',
    'The abstract promises second looks that correct, short ones and not redundant, after a stage of imitation that teaches the form; here there is no such stage, and only what the reward does is shown.',
    'The length of the whole response counts, tags included, against twice that of the first attempt.',
  ],
  versusGrpo: 'The reward is about the change from the first answer to the second, not about the last answer alone.',
  tasks: ['two-attempts'],
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['attempt', 'wellFormed'],
      params: {
        formWeight: number({ label: 'Reward for the form', default: 0.5, paper: 0.5, min: 0, max: 2 }),
        bumpHeight: number({ label: 'Most for the length', default: 0.1, paper: 0.1, min: 0, max: 2 }),
      },
      compute: (batch, { formWeight, bumpHeight }) => {
        const length = lengths(batch)
        const attempts = Array.from(batch.group, (_, i) => attemptsOf(batch, i))
        const accuracy = Float32Array.from(attempts, accuracyReward)
        const form = batch.wellFormed.map(kept => formWeight * kept)
        const bump = Float32Array.from(attempts, (attempt, i) => lengthBump(attempt, length[i]!, bumpHeight))
        return { reward: accuracy.map((a, i) => a + form[i]! + bump[i]!), parts: { accuracy, form, bump } }
      },
    }),
    probe: probe({
      needs: ['attempt'],
      compute: batch => {
        const twice = Array.from(batch.group, (_, i) => attemptsOf(batch, i)).filter(({ count }) => count > 1)
        const share = (first: boolean, last: boolean) =>
          twice.length === 0 ? 0 : mean(twice.map(a => (a.first === first && a.last === last ? 1 : 0)))
        const [repaired, kept, spoiled] = [share(false, true), share(true, true), share(true, false)]
        return { metrics: { lookedAgain: twice.length / batch.rollouts, repaired, kept, spoiled } }
      },
    }),
  },
})
