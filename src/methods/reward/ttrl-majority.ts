import { groupMembers } from '../../core/batch.ts'
import { majority } from '../../core/formulas/meanings.ts'
import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'

/** Golden: PRIME-RL/TTRL reward_score/ttrl/ttt_metrics.py, test_time_train_metrics (3e2cc93). */
export default defineMethod({
  id: 'ttrl-majority',
  title: 'TTRL',
  paper: { title: 'TTRL: test-time reinforcement learning', id: '2504.16084', year: 2025 },
  idea: 'Train without labels: take the answer that most responses of the group give for the right one, and pay those who give it.',
  formula: String.raw`r_i = \mathbb 1[a_i = \hat a], \qquad \hat a = \arg\max_a |\{j : a_j = a\}|`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i: 1 if its answer has the majority' },
    a_i: { is: 'answer', text: 'answer that was read in it' },
    '\\hat a': { is: 'majority', text: 'the most frequent answer of the group; of equals the first' },
  },
  claim:
    'The reward is right more often than the label: where all answers are wrong but scattered, most of them are still paid nothing. It lifts what the policy answers most often already: a problem is learned if the right answer leads at the start, and unlearned for good if another does. Watch both accuracies and pass@1.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Agreement always rises, right or wrong: the share of the majority is no measure of success.',
    'In the released code the reward stands at the last token of the last response of the group for every row; only its sum is read.',
    'Answers that could not be read agree with nobody; where they count as one answer, they can win the vote.',
    'The released program votes over more responses than it trains on; here all that vote are trained on.',
  ],
  versusGrpo: 'The vote of the group stands in for the verifier; advantages as ever.',
  tasks: ['bandit', 'modular-arithmetic', 'countdown'],
  slots: {
    advantage: 'grpo',
    reward: reward({
      compute: batch => {
        const paid = new Float32Array(batch.rollouts)
        for (const members of groupMembers(batch)) for (const i of majority(batch, members)) paid[i] = 1
        return { reward: paid, explain: { majority: { extent: 'rollout', values: paid, signed: false } } }
      },
    }),
    probe: probe({
      needs: ['correct'],
      compute: batch => {
        const won = groupMembers(batch).map(members => ({ members, winners: majority(batch, members) }))
        const agree = (members: readonly number[]) => members.map(i => Number(batch.reward[i] === batch.correct[i]))
        return {
          metrics: {
            labelAccuracy: mean(won.map(({ winners }) => batch.correct[winners[0]!]!)),
            rewardAccuracy: mean(won.map(({ members }) => mean(agree(members)))),
            majorityShare: mean(won.map(({ members, winners }) => winners.length / members.length)),
            trueShare: mean(won.map(({ members }) => mean(pick(batch.correct, members)))),
          },
        }
      },
    }),
  },
})
