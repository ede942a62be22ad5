import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core'
import { lengths, maskOf, spread } from '../../core/batch.ts'
import { clamp, sum } from '../../core/math.ts'
import { credit, defineMethod, type MethodState, regulariser } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** The price for the next iteration, and whether the entropy was low when it was last measured. */
type Memory = { readonly price: number; readonly low: boolean }
/** Only this method writes its credit slot's state. */
const memoryOf = (state: MethodState) => state as Memory | undefined

/** Golden: TRL GRPOTrainer._compute_loss with use_adaptive_entropy (f2cd577), a case of golden/core/trl-grpo-loss.json. */
export default defineMethod({
  id: 'trl-adaptive-entropy',
  title: 'Adaptive entropy bonus',
  paper: { title: 'Skywork open reasoner 1 technical report', id: '2505.22312', year: 2025 },
  idea: 'Pay for entropy only while it lies at or below a target, and let the price climb as long as it does and fall when it does not.',
  formula: String.raw`\mathcal L = \mathcal L_{\text{policy}} - \alpha_k \bar H\, \mathbb 1[\bar H \le H^*], \quad \alpha_{k+1} = \operatorname{clip}\big(\alpha_k \pm \Delta,\ \alpha_{\min}, \alpha_{\max}\big)`,
  symbols: {
    '\\alpha_k': { is: 'entropyStart', text: 'price of entropy: this at the start, then as the controller sets it' },
    '\\bar H': {
      is: 'entropy',
      text: 'mean entropy of the batch’s tokens now; the bracket looks at that of the iteration before',
    },
    'H^*': { is: 'entropyFloor', text: 'target' },
    '\\Delta': { is: 'entropyChange', text: 'change of the price per iteration' },
    '\\alpha_{\\min}': { is: 'entropyPriceLow', text: 'smallest price' },
    '\\alpha_{\\max}': { is: 'entropyPriceHigh', text: 'largest price' },
  },
  claim:
    'A fixed bonus is too weak on one task and explodes on another; the controller finds its price. The entropy curve should hover near the target instead of collapsing: compare with GRPO at equal reward.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'A floor, not a band: entropy above the target is not pushed down.',
    'The price moves by a constant each time, so it overshoots: expect a slow wave around the target.',
    'Whether the price applies is decided by the entropy measured before: it comes an iteration late.',
    'The first iteration pays nothing, as in TRL: no entropy has been measured yet.',
    'TRL moves the price after each optimiser update and applies it from the next; here once per iteration.',
  ],
  versusGrpo: 'An entropy bonus under a controller.',
  tasks: ['token-tree', 'modular-arithmetic'],
  shipped: ['trl'],
  training: { because: 'a target that the entropy of so small a vocabulary meets', params: { entropyFloor: 1 } },
  slots: {
    advantage: 'grpo',
    credit: credit({
      needs: ['advantage', 'oldEntropy'],
      writes: ['entropyWeight'],
      params: {
        entropyFloor: number({ label: 'Target entropy', default: 0.2, paper: 0.2, trl: 0.2, min: 0, max: 10 }),
        entropyStart: number({ label: 'First price α', default: 0.005, paper: 0.005, min: 0, max: 1, scale: 'log' }),
        entropyChange: number({
          label: 'Change Δ',
          default: 0.005,
          paper: 0.005,
          trl: 0.005,
          min: 0,
          max: 1,
          scale: 'log',
        }),
        entropyPriceLow: number({ label: 'Smallest price', default: 0, min: 0, max: 1 }),
        entropyPriceHigh: number({ label: 'Largest price', default: 1, min: 0, max: 10 }),
      },
      compute: (batch, params, { state }) => {
        const { price, low } = memoryOf(state) ?? { price: params.entropyStart, low: false }
        const mask = maskOf(batch)
        const count = Math.max(1, sum(lengths(batch)))
        const nowLow = sum(batch.oldEntropy.map((h, t) => h * mask[t]!)) / count <= params.entropyFloor
        const moved = price + (nowLow ? 1 : -1) * params.entropyChange
        const bounded = clamp(moved, params.entropyPriceLow, params.entropyPriceHigh)
        return {
          credit: spread(batch, batch.advantage),
          columns: { entropyWeight: mask.map(own => (low ? own * price : 0)) },
          state: { price: bounded, low: nowLow } satisfies Memory,
        }
      },
    }),
    regulariser: regulariser({
      needs: ['entropy', 'entropyWeight'],
      compute: (tf, { now, entropyWeight, length }) =>
        tf.neg(tf.div<Scalar>(tf.sum(tf.mul<Tensor2D>(now.entropy, entropyWeight)), tf.maximum(tf.sum(length), 1))),
    }),
  },
})
