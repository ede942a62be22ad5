import { groupMembers } from '../../core/batch.ts'
import { voteOf } from '../../core/formulas/votes.ts'
import { mean, passAtK, pick, sum } from '../../core/math.ts'
import { defineMethod, probe } from '../../core/method.ts'
import { difficulty, majAtK, quantiles, type Votes } from './pass-maj-at-k.math.ts'

/** Golden: huggingface/search-and-learn utils/math.py (6f81cac) and verl trainer/ppo/metric_utils.py (b178a3c). */
export default defineMethod({
  id: 'pass-maj-at-k',
  title: 'pass@k and maj@k',
  paper: {
    title: 'Self-consistency improves chain of thought reasoning in language models',
    id: '2203.11171',
    year: 2022,
  },
  idea: 'Train nothing: draw many responses, and ask how often one of k is right (pass@k) and how often their most frequent answer is (maj@k).',
  formula: String.raw`\mathrm{pass@}k = 1 - \prod_{i=n-c+1}^{n} \Big(1 - \frac{k}{i}\Big), \qquad \mathrm{maj@}k = \operatorname{mean}\, c_{\hat a(a_1, \ldots, a_k)}`,
  symbols: {
    c: { is: 'correct', text: 'right responses among the n of a group; of one answer, whether it is right' },
    k: { is: 'group', text: 'responses drawn from a group' },
    a_1: { is: 'answer', text: 'answer of one of them' },
    '\\hat a': { is: 'majorityShare', text: 'their most frequent answer; of the whole group, the share that gave it' },
  },
  claim:
    'pass@k rises with k wherever anything is right. maj@k rises only where the right answer is the most frequent, and falls where another is: more votes make a wrong habit surer. Over many problems the mean may rise all the same, as it did in short runs here. Both equal the mean at k = 1, and two votes are worth no more than one.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'pass@k draws from the group without putting back, maj@k with: at k = n the first is certain, the second is not.',
    'The released program breaks ties by who was seen first; sharing them out has the same expectation, so that nothing has to be resampled here.',
    'What could not be read votes for nobody here; in the released programs it is one more answer and can win.',
    'Estimates from few responses wander: error bars belong to them.',
  ],
  versusGrpo: 'Nothing is trained: the same groups are counted instead of compared.',
  tasks: ['modular-arithmetic', 'token-tree', 'countdown'],
  training: {
    because: 'large groups, since votes need voters',
    params: { groupSize: 32 },
  },
  trains: false,
  slots: {
    probe: probe({
      needs: ['correct'],
      compute: batch => {
        const groups = groupMembers(batch)
        const rates = groups.map(members => mean(pick(batch.correct, members)))
        const votes = groups.map((members): Votes => {
          const said = members.map(i => voteOf(batch, i))
          const answers = [...new Set(said.filter(vote => vote !== ''))]
          return {
            share: answers.map(answer => said.filter(vote => vote === answer).length / said.length),
            right: answers.map(answer => batch.correct[members[said.indexOf(answer)]!] === 1),
          }
        })
        const metrics: Record<string, number> = {}
        for (let k = 1; k <= Math.max(...groups.map(({ length }) => length)); k *= 2) {
          const large = groups.flatMap((members, g) => (members.length >= k ? [{ members, g }] : []))
          metrics[`pass@${k}`] = mean(
            large.map(({ members, g }) => passAtK(members.length, Math.round(rates[g]! * members.length), k)),
          )
          metrics[`maj@${k}`] = mean(large.map(({ g }) => majAtK(votes[g]!, k)))
        }
        const edges = quantiles(rates, 5)
        const column = (values: readonly number[]) => ({ extent: 'group' as const, values: Float32Array.from(values) })
        return {
          metrics: { ...metrics, modeRight: mean(votes.map(modeIsRight)) },
          explain: {
            majorityShare: column(votes.map(({ share }) => Math.max(0, ...Array.from(share)))),
            difficulty: column(rates.map(rate => difficulty(rate, edges))),
          },
        }
      },
    }),
  },
})

/** 1 where the most frequent answer is right, what endless votes come to; a share of it where several tie. */
function modeIsRight({ share, right }: Votes): number {
  const most = Math.max(0, ...Array.from(share))
  const first = right.filter((_, a) => share[a] === most)
  return first.length === 0 ? 0 : sum(first.map(Number)) / first.length
}
