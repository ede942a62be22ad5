/** LOOP's clip (arXiv 2502.01600). */
import { ratioOverParam } from '../../core/formulas/surrogate.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'

export const bandParams = {
  bandOfRatio: number({ label: 'Clip ε', default: 0.1, paper: 0.1, min: 0.001, max: 10 }),
  ratioOver: { ...ratioOverParam, paper: 'token' },
  loopClip: choice({
    label: 'Clip',
    options: ['on', 'off'],
    default: 'on',
    paper: 'on',
    aside: true,
    note: 'Off: the ratio as it is, which several passes over a batch do not survive.',
  }),
} as const satisfies ParamSpecs
