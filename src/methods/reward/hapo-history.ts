import { groupMembers, lengths } from '../../core/batch.ts'
import { rolloutColumns } from '../../core/estimator.ts'
import { defineMethod, type MethodState, reward } from '../../core/method.ts'
import { broken, lengthReward, type Records, recordParams } from './hapo-history.math.ts'

/** Only this method writes its reward slot's state. */
const recordsOf = (state: MethodState) => (state ?? {}) as Records

/** Golden: HAPO utils.compute_len_reward, compute_len_reward_linear, grpo_trainer.combined_reward_func (c91ae3b). */
export default defineMethod({
  id: 'hapo-history',
  title: 'HAPO',
  paper: {
    title: 'HAPO: training language models to reason concisely via history-aware policy optimization',
    id: '2505.11225',
    year: 2025,
  },
  idea: 'Remember for each problem the shortest correct answer so far, and pay a correct answer for beating it; longer ones lose, wrong ones are never paid for being short.',
  formula: String.raw`r'_i = c_i + w\, b_i, \quad b_i = \cos\Big(\min\big(\tfrac{|y_i|}{h}, 2\big) \tfrac{\pi}{2}\Big) \text{ within } \begin{cases} [-0.7, 1] & c_i = 1 \\ [-1, 0] & c_i = 0\end{cases}`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward that the advantage sees' },
    c_i: { is: 'correct', text: '1 for a correct response' },
    'w\\,': { is: 'recordWeight', text: 'weight of length' },
    b_i: { is: 'brevityReward', text: 'reward for length' },
    '|y_i|': { is: 'length', text: 'length of the response' },
    '{h}': { is: 'record', text: 'shortest correct length before this batch; 0 while there is none' },
  },
  claim:
    'The record of a problem falls like a staircase and mean length follows; the paper reports much shorter answers for a few points of accuracy. On length-budget watch the length of correct answers. Each problem must come back before its record does anything.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The batch is judged by the records from before it: in the first epoch length does not count.',
    'One lucky short answer sets a record for ever; nothing in the method forgets.',
    'In the released mean mode the update runs once per copy of the problem in the batch.',
  ],
  versusGrpo: 'A reward for beating the shortest correct answer of earlier iterations.',
  tasks: ['length-budget', 'modular-arithmetic'],
  training: {
    because: 'problems that come back: without an earlier right answer there is no record to beat',
    params: { pool: 16 },
  },
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['correct', 'problem'],
      params: recordParams,
      compute: (batch, { recordWeight, recordShape, recordTolerance, recordOf }, { state }) => {
        const known = recordsOf(state)
        const next: Record<string, number> = { ...known }
        const length = lengths(batch)
        const record = Float32Array.from(batch.group, group => known[batch.problem[group]!] ?? 0)
        const right = (i: number) => batch.correct[i] === 1
        const brevityReward = record.map(
          (h, i) => recordWeight * lengthReward(recordShape, length[i]!, h, right(i), recordTolerance),
        )
        groupMembers(batch).forEach((members, group) => {
          const own = members.filter(right).map(i => length[i]!)
          if (own.length > 0) broken(next, batch.problem[group]!, own, recordOf, members.length)
        })
        const total = brevityReward.map((value, i) => (right(i) ? 1 : 0) + value)
        const explain = rolloutColumns(['length', 'record', 'brevityReward'], { length, record, brevityReward })
        return { reward: total, parts: { length: brevityReward }, explain, state: next }
      },
    }),
  },
})
