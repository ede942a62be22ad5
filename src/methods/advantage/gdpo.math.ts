/** GDPO's sum of standardised rewards, and what its trainers set differently. */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { type Standard, standingParams, standings } from '../../core/formulas/standing.ts'
import { choice, number } from '../../core/params.ts'

const weight = (label: string, standard: number) =>
  number({
    label,
    default: standard,
    paper: 1,
    trl: 1,
    verl: 1,
    min: -10,
    max: 10,
    note: 'Kinds go by their names.',
    aside: true,
  })

/** The advantage slot leaves the last step to the credit slot where it runs over tokens. */
export const finalOver = choice({
  label: 'Last division over',
  options: ['responses', 'tokens'],
  default: 'responses',
  trl: 'responses',
  verl: 'tokens',
  meaning: { responses: 'every response of the batch counts once', tokens: 'long responses count more' },
})

export const gdpoParams = {
  firstWeight: weight('Weight of the first reward', 1),
  otherWeight: weight('Weight of the second reward', 0.3),
  thirdWeight: weight('Weight of the third reward', 0.3),
  furtherWeight: weight('Weight of further rewards', 0.3),
  ...standingParams,
  epsilon: {
    ...standingParams.epsilon,
    label: 'Epsilon in denominators',
    default: 1e-4,
    by: { 'nemo-rl': 1e-6, 'ms-swift': 1e-8 },
  },
  partSpread: choice({
    label: 'Each kind of reward',
    options: ['divided', 'centred'],
    default: 'divided',
    meaning: { divided: 'centred and divided by its deviation', centred: 'only centred: no longer decoupled' },
  }),
  finalOver,
  finalEpsilon: number({
    label: 'Epsilon of the last division',
    default: 1e-4,
    trl: 1e-4,
    by: { 'nemo-rl': 0, 'ms-swift': 1e-8 },
    min: 0,
    max: 1,
    scale: 'log',
    note: 'Where it runs over responses.',
    aside: true,
  }),
} as const

interface PartWeights {
  readonly firstWeight: number
  readonly otherWeight: number
  readonly thirdWeight: number
  readonly furtherWeight: number
}
interface Parts extends PartWeights, Standard {
  readonly partSpread: 'divided' | 'centred'
}

const weightOf = (part: number, params: PartWeights): number =>
  [params.firstWeight, params.otherWeight, params.thirdWeight][part] ?? params.furtherWeight

/** [n] Parts go by their names, so that the order of a file's lines means nothing. Double precision: sums must be able to tie. */
export function scores(batch: Batch, params: Parts): Float64Array {
  const score = new Float64Array(batch.rollouts)
  const parts = Object.entries(batch.rewardParts ?? { reward: batch.reward }).sort(([a], [b]) => (a < b ? -1 : 1))
  for (const members of groupMembers(batch)) {
    parts.forEach(([, values], part) => {
      const known = members.filter(i => !Number.isNaN(values[i]!))
      standings(values, known, params).forEach(({ centre, score: own }, k) => {
        const i = known[k]!
        const value = params.partSpread === 'divided' ? own : values[i]! - centre
        score[i] = score[i]! + weightOf(part, params) * value
      })
    })
  }
  return score
}
