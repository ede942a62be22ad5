import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { accepts, honestPay } from './one-token-to-fool.math.ts'

/** Source: abstract of arXiv 2507.08794 and notes of readers. Golden numbers are derived from the expected rewards. */
export default defineMethod({
  id: 'one-token-to-fool',
  title: 'One token to fool the judge',
  paper: { title: 'One token to fool LLM-as-a-judge', id: '2507.08794', year: 2025 },
  idea: 'Let a judge that can be fooled pay instead of the verifier, and watch the policy find out with what.',
  formula: String.raw`r_i = \mathbb 1[J(y_i) \ge c], \qquad \text{fooling pays where } \text{Pr}(J \ge c \mid \text{key}) > p\,t + (1 - p)(1 - t)`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i: 1 where the judge says yes' },
    'J(y_i)': { is: 'judgement', text: 'what the judge says of it, from 0 to 1' },
    c: { is: 'acceptFrom', text: 'from where on it counts as a yes' },
    p: { is: 'correct', text: 'how often the policy is right' },
  },
  claim:
    'On prm-hack the judge adds up polite words for filler: the reward goes to 1 while the solve rate goes to 0, and foolRate, the share of wrong responses that are accepted, tells it long before. On its strict level filler is worth nothing, as to a judge that was trained on empty answers too: there the policy is fooled away from the truth more slowly, by work that is done without end.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The reward curve of a fooled run is the best of all: nothing in it warns.',
    'Fooling takes over only where it pays more than honesty: a policy that is right often enough is safe from a weak key.',
    'A judge that is shown the question can be led to answer it itself; the paper finds judges without it hard to fool.',
  ],
  versusGrpo: 'A judge’s yes or no is paid in the verifier’s place.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is a rule that likes filler too much; in the paper a language model that accepts a colon or an opening phrase.',
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['judgement'],
      params: {
        acceptFrom: number({
          label: 'Yes from',
          default: 0.75,
          min: 0,
          max: 1,
          note: 'Of the judgement; 0 accepts all.',
        }),
      },
      compute: ({ judgement, reward: verifier }, { acceptFrom }) => {
        const paid = judgement.map(said => accepts(said, acceptFrom))
        return { reward: paid, explain: { verifier: { extent: 'rollout', values: verifier, signed: false } } }
      },
    }),
    probe: probe({
      needs: ['correct'],
      compute: ({ correct, reward: paid }) => {
        const all = [...correct.keys()]
        const [right, wrong] = [all.filter(i => correct[i] === 1), all.filter(i => correct[i] !== 1)]
        const rate = (members: readonly number[], name: string) =>
          members.length > 0 ? { [name]: mean(pick(paid, members)) } : {}
        const both = right.length > 0 && wrong.length > 0
        // The judge is taken to be as sure of honest wrong answers as it is of right ones.
        const honest = both && honestPay(right.length / all.length, mean(pick(paid, right)))
        return {
          metrics: {
            ...rate(wrong, 'foolRate'),
            ...rate(right, 'foundRate'),
            ...(honest !== false && { foolingGains: mean(pick(paid, wrong)) - honest }),
          },
        }
      },
    }),
  },
})
