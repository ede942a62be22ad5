import { type Batch, groupMembers } from '../../core/batch.ts'
import { generated } from '../../core/episode.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'
import { patternScore } from './noisy-rewards.math.ts'

/** [n] the recorded part `pattern`; without one, how varied the response is. */
const patternOf = (batch: Batch, wanted: number): Float32Array =>
  batch.rewardParts?.pattern ??
  Float32Array.from({ length: batch.rollouts }, (_, i) =>
    patternScore(
      generated(batch, i).map(t => batch.token[t]!),
      wanted,
    ),
  )

/** [n] 1 where the verdict is turned round: of whole groups, or of each response for itself. */
function turned(batch: Batch, unit: 'group' | 'response', share: number, draw: () => number): Float32Array {
  if (unit === 'response') return batch.reward.map(() => (draw() < share ? 1 : 0))
  const groups = groupMembers(batch).map(() => (draw() < share ? 1 : 0))
  return Float32Array.from(batch.group, g => groups[g]!)
}

/** Golden: trestad/Noisy-Rewards-in-Learning-to-Reason verl/verl/workers/reward_manager/naive.py (083f72b). */
export default defineMethod({
  id: 'noisy-rewards',
  title: 'Noisy rewards',
  paper: {
    title: 'The climb carves wisdom deeper than the summit: on the noisy rewards in learning to reason',
    id: '2505.22653',
    year: 2025,
  },
  idea: 'Turn the verdicts of some groups round, and see how much of the learning is left; where a verdict says wrong, the look of the reasoning may be paid instead.',
  formula: String.raw`\tilde r_i = \begin{cases} 1 - r_i & u_g < p \\ r_i & \text{else} \end{cases}, \qquad \mathbb{E}[\hat A_i] = (1 - 2p)\, \hat A_i(r)`,
  symbols: {
    '\\tilde r_i': { is: 'reward', text: 'what response i is paid' },
    r_i: { is: 'correct', text: 'what the verifier says of it' },
    u_g: { is: 'turned', text: 'one draw per group: 1 where its verdicts are turned round' },
    p: { is: 'turnedShare', text: 'share of groups that are turned round' },
    '\\hat A_i': { is: 'advantage', text: 'in a group that is turned round exactly the opposite' },
  },
  claim:
    'Up to four groups in ten can be judged upside down and the policy still learns, only slower: on average the advantages shrink by the factor 1 - 2p and keep their sign. At one half nothing is left, and beyond it the policy unlearns. The paper reports 72 instead of 75 per cent on mathematics at 40 per cent noise.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Groups in which all are right or all are wrong have no advantage, turned round or not; with noise on single responses they get some, which is pure noise.',
    'The noise of each update does not shrink with the signal: at 40 per cent some 25 times as many groups are needed for the same certainty.',
    'Pay for the pattern fills only the places where the noisy verdict is 0, so it also pays right responses whose group was turned round.',
    'The original counts 40 English phrases and repetitions of 20 words; here it is how many different tokens a response uses, and repetitions of 4.',
  ],
  versusGrpo: 'GRPO under a verifier that is wrong about whole problems now and then.',
  training: {
    because: 'three groups in ten judged upside down, where the learning slows but does not turn',
    params: { turnedShare: 0.3 },
  },
  tasks: ['modular-arithmetic', 'countdown', 'bandit'],
  standIn:
    'The pattern that is paid for is variety of tokens; the paper looks for phrases of reasoning such as "therefore".',
  slots: {
    reward: reward({
      params: {
        turnedShare: number({ label: 'Turned round', default: 0.3, paper: 0.4, min: 0, max: 1 }),
        turnedUnit: choice({
          label: 'Turned together',
          options: ['group', 'response'],
          default: 'group',
          paper: 'group',
          meaning: { group: 'all verdicts on one problem', response: 'each verdict for itself' },
        }),
        wrongPaid: choice({
          label: 'A verdict of 0 pays',
          options: ['nothing', 'pattern'],
          default: 'nothing',
          paper: 'nothing',
          meaning: { nothing: 'nothing', pattern: 'how the reasoning looks, unread' },
        }),
        patternSize: number({
          label: 'Different tokens wanted',
          default: 8,
          paper: 20,
          min: 1,
          max: 100,
          integer: true,
          note: 'Pay for the pattern is full from here on.',
        }),
      },
      compute: (batch, { turnedShare, turnedUnit, wrongPaid, patternSize }, { draw }) => {
        const flipped = turned(batch, turnedUnit, turnedShare, draw)
        const verdict = batch.reward.map((r, i) => (flipped[i] === 1 ? 1 - r : r))
        const looks = wrongPaid === 'pattern' ? patternOf(batch, patternSize) : new Float32Array(batch.rollouts)
        const pattern = looks.map((score, i) => (verdict[i] === 0 ? score : 0))
        return {
          reward: verdict.map((v, i) => v + pattern[i]!),
          parts: { verdict, pattern },
          explain: rolloutColumns(['turned'], { turned: flipped }),
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({ needs: ['correct'], compute: batch => ({ metrics: besideTruth(batch) }) }),
  },
})
