import { groupMembers } from '../../core/batch.ts'
import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe } from '../../core/method.ts'
import { bestOfN, divergence, expected, mostDivergence } from './best-of-n-theory.math.ts'

/** Golden: derived from order statistics; that the known formula for the KL is a bound: arXiv 2401.01879, abstract. */
export default defineMethod({
  id: 'best-of-n-theory',
  title: 'Best of n, exactly',
  paper: { title: 'Theoretical guarantees on the best-of-n alignment policy', id: '2401.01879', year: 2024 },
  idea: 'Train nothing: let a judge pick the best of k responses, and compute exactly what that does to the judge’s own score, to the truth and to the policy.',
  formula: String.raw`\mathrm{pick}(y) = F(y)^k - F(y^-)^k, \qquad \mathrm{KL} \le \log k - \frac{k-1}{k}`,
  symbols: {
    '\\mathrm{pick}': { is: 'picked', text: 'how often response y is the best of k, for k the size of the group' },
    'F(y)': { is: 'judgedBelow', text: 'share of the group that the judge scores no higher than y' },
    k: { is: 'group', text: 'responses drawn from a group' },
  },
  claim:
    'The judge’s score of what is picked rises with every k. The truth need not follow: where the judge’s favourite is a fake, more draws find it. On prm-hack, in short runs here, the truth still rose at every k: watch how far judged@k and right@k lie apart.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The divergence is a bound: with equal scores or few answers best-of-n moves the policy less than log k - (k - 1) / k.',
    'Computed of the group with putting back, so that even k above the group size has a value; the group stands in for the policy.',
    'Of equal scores the first counts, which comes to a share in proportion to how often each is drawn.',
  ],
  versusGrpo: 'Nothing is trained: the judge picks from the group instead of paying it.',
  standIn: 'The judge is a rule of the task that can be flattered, where papers ask a learned reward model.',
  tasks: ['prm-hack'],
  training: {
    because: 'large groups in front of a judge that can be fooled',
    params: { groupSize: 32 },
  },
  trains: false,
  slots: {
    probe: probe({
      needs: ['correct', 'judgement'],
      compute: batch => {
        const groups = groupMembers(batch).map(members => ({
          members,
          pi: members.map(() => 1 / members.length),
          gold: pick(batch.correct, members),
          proxy: pick(batch.judgement, members),
        }))
        const largest = Math.max(...groups.map(({ members }) => members.length))
        const metrics: Record<string, number> = {}
        for (let k = 1; k <= largest; k *= 2) {
          const all = groups.map(group => ({ ...group, best: bestOfN(group.pi, group.proxy, k) }))
          metrics[`right@${k}`] = mean(all.map(({ best, gold }) => expected(best, gold)))
          metrics[`judged@${k}`] = mean(all.map(({ best, proxy }) => expected(best, proxy)))
          metrics[`kl@${k}`] = mean(all.map(({ best, pi }) => divergence(best, pi)))
          metrics[`klBound@${k}`] = mostDivergence(k)
        }
        const [picked, judgedBelow] = [new Float32Array(batch.rollouts), new Float32Array(batch.rollouts)]
        for (const { members, pi, proxy } of groups) {
          const best = bestOfN(pi, proxy, members.length)
          members.forEach((i, at) => {
            picked[i] = best[at]!
            judgedBelow[i] = mean(members.map((_, other) => (proxy[other]! <= proxy[at]! ? 1 : 0)))
          })
        }
        return {
          metrics,
          explain: {
            picked: { extent: 'rollout', values: picked, signed: false },
            judgedBelow: { extent: 'rollout', values: judgedBelow, signed: false },
          },
        }
      },
    }),
  },
})
