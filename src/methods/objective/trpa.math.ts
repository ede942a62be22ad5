/** TRPA's distance to the sampling policy (arXiv 2504.04524). */
import { klEstimators } from '../../core/formulas/kl.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

export const trustParams = {
  trustWeight: number({ label: 'Trust region c', default: 0.001, paper: 0.001, min: 0, max: 10, scale: 'log' }),
  trustForm: choice({
    label: 'Distance',
    options: klEstimators,
    default: 'k3-clipped',
    paper: 'k3-clipped',
    aside: true,
    note: 'The estimator of the KL divergence to the sampling policy.',
  }),
  trustRoot: choice({
    label: 'Root of the distance',
    options: ['off', 'on'],
    default: 'off',
    paper: 'off',
    aside: true,
    note: 'On: the square root of the mean distance plus 1/4, an option of the released code.',
  }),
} as const satisfies ParamSpecs
