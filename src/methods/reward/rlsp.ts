import { lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { voteOf } from '../../core/formulas/votes.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { effortReward, verdictReward } from './rlsp.math.ts'

/** Golden: GuanghaoYe/Emergence-of-Thinking openrlhf/cli/orm_server_efficient.py (e7feea7). */
export default defineMethod({
  id: 'rlsp',
  title: 'RLSP',
  paper: {
    title: 'On the emergence of thinking in LLMs I: searching for the right intuition',
    id: '2502.06773',
    year: 2025,
  },
  idea: 'Take from every response a fee that shrinks with its length, so that looking further is cheap and answering at once is dear.',
  formula: String.raw`r = (1 - w)\left(v - \frac{C}{\ell}\right) + w\, g, \qquad v = \begin{cases} 1 & \text{right} \\ 0 & \text{wrong} \\ -0.5 & \text{no answer} \end{cases}`,
  symbols: {
    'r =': { is: 'reward', text: 'total reward' },
    'v =': { is: 'verdict', text: 'what the verifier says, with a fine for no answer' },
    C: { is: 'effortFee', text: 'the fee of a response of one token' },
    '\\ell': { is: 'length', text: 'tokens of the response' },
    'w)': { is: 'gradeWeight', text: 'share of the reward that is the grade of the effort' },
    'g,': { is: 'effort', text: 'a grader’s opinion of the effort, 0 to 1' },
  },
  claim:
    'Responses get longer without an end to it: the fee falls ever more slowly, so that the tenth token brings less than the fifth. On two-attempts responses grow with the fee and shrink without it, and the solve rate rises more slowly: length alone answers nothing there. The paper sees backtracking and self-checks appear.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'A fee of 1000 belongs to hundreds of tokens. Here responses have about ten: what counts is the fee at their length, beside the 1 of a right answer.',
    'Length is bought, not thought: a policy that has filler at hand writes filler. Watch lengthWrong beside lengthCorrect.',
    'A response without reasoning divides by zero in the released code; the error is caught and it is paid 0, which is more than a short response with its fee gets.',
    'The original counts characters before the answer’s box, four to a token; here every token of the response counts.',
  ],
  versusGrpo: 'GRPO on a reward with a fee for short responses and a fine for unread ones.',
  training: { because: 'optional second looks and a fee that is felt at ten tokens', params: { effortFee: 4 } },
  tasks: ['two-attempts', 'length-budget', 'countdown'],
  slots: {
    reward: reward({
      needs: ['correct'],
      params: {
        effortFee: number({
          label: 'Fee for shortness',
          default: 4,
          paper: 1000,
          min: 0,
          max: 10_000,
          note: 'Divided by the length in tokens and taken from the reward; 0 is off.',
        }),
        gradeWeight: number({
          label: 'Weight of the effort’s grade',
          default: 0,
          paper: 0,
          min: 0,
          max: 1,
          note: 'Of the recorded part effort. Where nobody graded, 0.5 for all; the paper’s larger run has 0.2.',
        }),
      },
      compute: (batch, { effortFee, gradeWeight }) => {
        const length = lengths(batch)
        const verdict = batch.correct.map((right, i) => verdictReward(right === 1, voteOf(batch, i) !== ''))
        const effort = verdict.map((_, i) => batch.rewardParts?.effort?.[i] ?? 0.5)
        const total = verdict.map((v, i) =>
          effortReward(v, { length: length[i]!, effortFee, grade: effort[i]!, gradeWeight }),
        )
        return {
          reward: total,
          parts: { verdict, besides: total.map((r, i) => r - verdict[i]!) },
          explain: rolloutColumns(['verdict', 'effort', 'length'], { verdict, effort, length }),
        }
      },
    }),
    advantage: 'grpo',
  },
})
