/** Bounds and statistics of RL-PLUS (arXiv 2508.00222). `tf` is an argument: this file imports only its types. */
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { detach } from '../../core/formulas/surrogate.ts'
import type { Tf } from '../../core/method.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'
import { indicator } from '../../core/rows.ts'

/** Bounds and switches of the released code, all off in its scripts. */
export const boundParams = {
  ownMost: number({
    label: 'Own ratios up to',
    default: 1,
    paper: 1,
    min: 0,
    max: 100,
    aside: true,
    note: 'With a clip: its upper edge, where that lies above 1 + clip.',
  }),
  shownWeight: choice({
    label: 'Weight of demonstrations',
    options: ['reshaped', 'plain'],
    default: 'reshaped',
    paper: 'reshaped',
    aside: true,
    meaning: { reshaped: 'by the guessed author, and more for unlikely tokens', plain: 'the probability itself' },
  }),
  shownMost: number({ label: 'At most', default: 0, paper: 0, min: 0, max: 100, aside: true, note: '0 is off.' }),
  shownLeast: number({ label: 'At least', default: 0, paper: 0, min: 0, max: 1, aside: true, note: '0 is off.' }),
  surest: number({
    label: 'Tokens no surer than',
    default: 1,
    paper: 1,
    min: 0,
    max: 1,
    aside: true,
    note: 'Tokens of a larger probability are left out; 1 keeps all. Under a mean over tokens they still count in it.',
  }),
} as const satisfies ParamSpecs

/** The weight held between two bounds; a bound of 0 is none. Where it is held it has no gradient. */
export const within = (tf: Tf, weight: Tensor2D, least: number, most: number): Tensor2D =>
  least === 0 && most === 0 ? weight : tf.clipByValue<Tensor2D>(weight, least, most === 0 ? Number.MAX_VALUE : most)

/** The loss without tokens whose probability is larger than `surest`; 1 leaves none out. */
export const sparing = (tf: Tf, loss: Tensor2D, probability: Tensor2D, surest: number): Tensor2D =>
  surest < 1 ? tf.mul<Tensor2D>(loss, indicator(tf, tf.lessEqual(detach(tf, probability), surest))) : loss

/** What a reward is compared with, and divided by. */
export const spreadParams = {
  statistics: choice({ label: 'Mean over', options: ['group', 'own'], default: 'group', note: 'Own: unaided.' }),
  divideBySpread: choice({ label: 'Divide by spread', options: ['off', 'on'], default: 'off', paper: 'off' }),
  spreadEpsilon: number({
    note: 'Keeps the division finite.',
    label: 'Epsilon in denominator',
    default: 1e-6,
    paper: 1e-6,
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
  }),
} as const satisfies ParamSpecs
