import type { Tensor2D } from '@tensorflow/tfjs-core'
import { withColumns } from '../../core/batch.ts'
import { klEstimators } from '../../core/formulas/kl.ts'
import type { RegulariserResult, TensorPart, TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamValues } from '../../core/params.ts'
import { klToReference } from '../../methods/house.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { figure, grid, type Tools } from '../figure.ts'
import { batchFor, estimated, measuring, midway } from '../work.ts'

const tokens = 4

interface Priced {
  readonly value: number
  /** Minus the slope by the log-probability that all tokens share. */
  readonly push: number
}

/** The term, averaged over tokens, where every token of two responses has the probability `p` now. */
function priceAt(
  { tf }: Tools,
  method: ResolvedMethod,
  part: TensorPart<RegulariserResult>,
  params: ParamValues,
  q: number,
  probabilities: readonly number[],
): Priced[] {
  const own = estimated(method, params, batchFor(method, { groups: [[1, 0]], lengths: tokens, q }))
  const batch = withColumns(own, { refLogp: Float32Array.from(own.token, () => Math.log(q)) })
  const { value, slope, done } = measuring(tf, 'regulariser', batch, [...part.needs, ...part.also(params)])
  const measure = (tensors: TokenTensors) => {
    const result = part.compute(tf, tensors, params, midway())
    const found = 'term' in result ? result.term : result
    return found.rank === 0 ? found : tf.div<Tensor2D>(found, tensors.mask.size)
  }
  const total = (values: Float32Array): number => values.reduce((sum, one) => sum + one, 0)
  const found = probabilities.map(p => {
    const logp = Float32Array.from(batch.token, () => Math.log(p))
    return { value: total(value(logp, measure)), push: -total(slope(logp, measure)) + 0 }
  })
  done()
  return found
}

const q = number({
  label: 'Probability before q',
  default: 0.3,
  min: 0.02,
  max: 0.98,
  note: 'What the sampler and the reference give the token.',
})

export const term = figure({
  slot: 'regulariser',
  title: 'What is added to the loss',
  says: 'The term, and its push, for a policy of two tokens that gives the drawn one the probability p everywhere.',
  x: 'probability p now',
  y: 'term and push on log p',
  settings: { q },
  // A loss of the value head alone does not look at the probability.
  fits: ({ regulariser }) => regulariser !== undefined && !regulariser.part.needs.includes('value'),
  draw: (tools, method, params, { q: before }) => {
    const x = grid(0.02, 0.98, 49)
    const part = method.regulariser?.part
    const found = part ? priceAt(tools, method, part, params, before, x) : []
    return {
      x,
      lines: [
        { name: 'term', values: found.map(({ value }) => value) },
        { name: 'push', values: found.map(({ push }) => push) },
      ],
    }
  },
})

/** Whether somebody sets a price on the distance from the reference for this method. */
const isPriced = ({ specs }: ResolvedMethod): boolean => {
  const spec = specs.klCoefficient
  return [spec?.default, spec?.paper].some(value => typeof value === 'number' && value > 0)
}

export const kl = figure({
  slot: 'regulariser',
  title: 'Estimators of the distance',
  says: 'KL to the reference at price 1, by each estimator, for a token whose log-probability has moved away from it.',
  x: 'log p − log p of the reference',
  y: 'term or push on log p',
  overlays: false,
  settings: {
    show: choice({
      label: 'Show',
      options: ['term', 'push'],
      default: 'push',
      meaning: { term: 'what is added to the loss', push: 'minus its slope: where the token is drawn' },
    }),
  },
  fits: isPriced,
  draw: (tools, method, params, { show }) => {
    const x = grid(-1.5, 1.5, 41)
    const before = 0.2
    const at = (estimator: string) =>
      priceAt(
        tools,
        method,
        klToReference,
        { ...params, klCoefficient: 1, klEstimator: estimator, klTimesRatio: 'off' },
        before,
        x.map(far => before * Math.exp(far)),
      )
    return {
      x,
      lines: klEstimators.map(name => ({
        name,
        values: at(name).map(({ value, push }) => (show === 'term' ? value : push)),
      })),
    }
  },
})
