import { spread } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { groupTokens } from '../../core/formulas/credit.ts'
import { mean, pick, standardise, std } from '../../core/math.ts'
import { credit, defineMethod } from '../../core/method.ts'
import { choice, number } from '../../core/params.ts'

/** Golden: derived from arXiv 2508.02298; the official repository (95b8f34) holds no code. */
export default defineMethod({
  id: 'capo',
  title: 'CAPO',
  paper: {
    title: 'CAPO: credit assignment policy optimization with a generative process judge',
    id: '2508.02298',
    year: 2025,
  },
  idea: 'Let a judge read the whole response several times and mark wrong steps; their tokens pay a fine, and the votes of the readings decide which those are.',
  formula: String.raw`\hat A_t = \frac{u_t - \operatorname{mean}(u)}{\operatorname{std}(u) + \varepsilon}, \qquad u_t = W\, y_i - w\,\mathbb 1[t \text{ in a step voted wrong}]`,
  symbols: {
    '\\hat A_t': { is: 'credit', text: 'credit of token t, normalised over all tokens of the group' },
    '\\varepsilon': { is: 'payEpsilon', text: 'keeps the division finite' },
    u_t: { is: 'tokenPay', text: 'what token t is paid' },
    W: { is: 'wholeWeight', text: 'pay of a correct response' },
    y_i: { is: 'correct', text: '1 when the verifier accepts the response' },
    w: { is: 'fine', text: 'fine for a token of a wrong step' },
    '\\mathbb 1[t \\text{ in a step voted wrong}]': { is: 'votedWrong', text: '1 in steps that the votes call wrong' },
  },
  claim:
    'With pay 2 and fine 1 a correct response with a flaw stays above a wrong one without; a fine larger than the pay reverses that and teaches short, clean, unsolved answers. On prm-hack the votes trade missed slips against false alarms of a noisy judge. A fine as high as the paper’s favours filler, which is never called wrong; a lower one lets work pay.',
  panel: 'credit',
  confidence: 'abstract-only',
  pitfalls: [
    'How tokens are normalised is not printed: one mean and deviation over the tokens of the group is assumed.',
    'Long responses weigh more in that mean than short ones.',
    'Intersection misses slips, union believes every false alarm; the paper prefers the first for small judges.',
  ],
  versusGrpo: 'Tokens of steps that are voted wrong are paid less, and normalisation runs over tokens.',
  tasks: ['prm-hack'],
  standIn:
    'The judge is the task’s own rule, misread at random at the share that you set; the paper asks a language model for critiques.',
  conventions: { paper: { critiques: 4 } },
  slots: {
    advantage: 'grpo',
    aggregation: 'token-mean',
    credit: credit({
      needs: ['critique', 'correct'],
      params: {
        wholeWeight: number({ label: 'Pay of a correct response', default: 2, paper: 2, min: 0, max: 10 }),
        fine: number({ label: 'Fine for a wrong step', default: 0.3, paper: 1, min: 0, max: 10 }),
        vote: choice({
          label: 'Wrong if called so by',
          options: ['majority', 'intersection', 'union'],
          default: 'majority',
          meaning: { majority: 'half of the readings', intersection: 'all of them', union: 'any of them' },
        }),
        payEpsilon: number({ label: 'Epsilon in denominator', default: 1e-6, min: 0, max: 1, scale: 'log' }),
        payDdof: number({
          label: 'Degrees of freedom',
          default: 0,
          min: 0,
          max: 1,
          integer: true,
          aside: true,
          note: 'Of the deviation over tokens: 0 population, 1 sample.',
        }),
      },
      compute: (batch, { wholeWeight, fine, vote, payEpsilon, payDdof }) => {
        const enough = { majority: 0.5, intersection: 1, union: Number.MIN_VALUE }[vote]
        const votedWrong = batch.critique.map(share => (share >= enough ? 1 : 0))
        const tokenPay = spread(
          batch,
          batch.correct.map(right => wholeWeight * right),
        ).map((pay, t) => pay - fine * votedWrong[t]!)
        const share = new Float32Array(batch.token.length)
        for (const own of groupTokens(batch)) {
          const pay = pick(tokenPay, own)
          const [centre, deviation] = [mean(pay), std(pay, payDdof)]
          for (const t of own) share[t] = standardise(tokenPay[t]! - centre, deviation, payEpsilon)
        }
        return { credit: share, explain: tokenColumns({ tokenPay, votedWrong }) }
      },
    }),
  },
})
