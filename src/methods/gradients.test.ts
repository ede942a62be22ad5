/**
 * The gradient of every objective against finite differences, at points inside and beyond each clip. What an objective
 * detaches must stand still while the point moves, so the `tf` it is given replays those values.
 */
import type { Rank, Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Batch, withColumns } from '../core/batch.ts'
import type { Tf } from '../core/method.ts'
import type { ParamValues } from '../core/params.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { batchOf, context, everyColumn, paramsOf, prepared } from './fixture.ts'
import { leafNames, objectiveGradient } from './gradient.ts'
import { methods, resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'

/** Log-ratios of the five tokens: inside the band, and beyond the lower, the upper and the dual clip. */
const logRatios = [0.05, -0.6, 0.7, 1.6, -0.02]
const oldLogp = [-1.1, -0.7, -1.9, -2.3, -0.4]
const columnsNow = (shift: (leaf: number, t: number) => number) => ({
  logp: Float32Array.from(oldLogp, (old, t) => old + logRatios[t]! + shift(0, t)),
  entropy: Float32Array.from(oldLogp, (_, t) => 0.5 + t / 10 + shift(1, t)),
  meanLogp: Float32Array.from(oldLogp, (_, t) => -3 - t / 7 + shift(2, t)),
  value: Float32Array.from(oldLogp, (_, t) => 0.3 * t - 0.5 + shift(3, t)),
})
/**
 * Three responses of two, two and one token, with every column there is. Set by hand is only what must lie so near to the
 * numbers of now that each clip is met on both sides.
 */
function batchWith(credit: readonly number[]): Batch {
  const column = (values: readonly number[]) => Float32Array.from(values)
  return withColumns(everyColumn(batchOf([[1, 0, 1]], [2, 2, 1])), {
    advantage: column([credit[0]!, credit[2]!, credit[4]!]),
    credit: column(credit),
    oldLogp: column(oldLogp),
    refLogp: column(oldLogp.map((x, t) => x - 0.3 + t / 9)),
    samplerLogp: column(oldLogp),
    oldValue: column([-0.4, -0.3, 0.3, 0.1, 0.6]),
  })
}

/** The values that `detach` made at the first point, in order. */
class Frozen {
  private readonly values: Float32Array[] = []
  recording(): Tf {
    return this.wrapped(made => {
      this.values.push(Float32Array.from(made.dataSync()))
      return made
    })
  }
  replaying(): Tf {
    let next = 0
    return this.wrapped(made => tf.add(tf.mul(made, 0), tf.tensor(this.values[next++]!, made.shape)))
  }
  private wrapped(change: <T extends Tensor<Rank>>(made: T) => T): Tf {
    const customGrad: Tf['customGrad'] =
      f =>
      (...inputs) =>
        change(tf.customGrad(f)(...inputs))
    return { ...tf, customGrad }
  }
}

/** Methods that invent a differentiable slot, once for every way in which its choices can be set. */
const measured = [...methods.values()]
  .filter(({ slots }) => [slots.objective, slots.regulariser, slots.aggregation].some(slot => typeof slot === 'object'))
  .flatMap(({ id }) =>
    variantsOf(id).map(choices => ({ id, choices, title: [id, ...Object.values(choices)].join(', ') })),
  )
  .filter(({ id, choices }) => !tensorNeeds(resolveMethod(id), paramsOf(id, choices)).includes('logits'))
  .flatMap(variant => [
    { ...variant, sign: 'positive', credit: [0.7, 0.7, 1.3, 1.3, 0.4] },
    { ...variant, sign: 'negative', credit: [-0.7, -0.7, -1.3, -1.3, -0.4] },
  ])

/** The defaults, and each other option of the method's own choices; of the house's too, where nothing else is in play. */
function variantsOf(id: string): ParamValues[] {
  const { specs, slotOf, objective, regularisers } = resolveMethod(id)
  const own = { ...objective?.part.params, ...regularisers.find(({ owner }) => owner === id)?.part.params }
  const shared = id === 'reinforce' ? specs : {}
  const differentiable = Object.entries({ ...shared, ...own }).filter(([key]) =>
    ['objective', 'regulariser', 'aggregation'].includes(slotOf[key]!),
  )
  const others = differentiable.flatMap(([key, spec]) =>
    spec.kind === 'choice'
      ? spec.options.filter(option => option !== spec.default).map(option => ({ [key]: option }))
      : [],
  )
  return [{}, ...others]
}

/** Settings under which the loss is of order 1: single precision leaves too few digits of larger ones. */
const gentle: Readonly<Record<string, ParamValues>> = { flowrl: { flowBeta: 1 }, dpo: { dpoBeta: 0.5 } }
/** NFT reads a share of correct siblings from its credit, which therefore lies well within 1. */
const creditScale: Readonly<Record<string, number>> = { nft: 0.2 }

beforeAll(() => openBackend('cpu'))

describe('the gradient is that of the loss', () => {
  test.each(measured)('$title, $sign credit', ({ id, choices, credit }) => {
    const method = resolveMethod(id)
    const params = paramsOf(id, { klCoefficient: 0.2, entropyCoefficient: 0.1, ...gentle[id], ...choices })
    const credited = batchWith(credit.map(value => value * (creditScale[id] ?? 1)))
    const batch = method.pairing ? prepared(method, params, credited).batch : credited
    const frozen = new Frozen()
    const at = (tools: Tf, shift: (leaf: number, t: number) => number) =>
      objectiveGradient(tools, method, params, batch, context, { now: columnsNow(shift) })
    const { gradient } = at(frozen.recording(), () => 0)
    const lossAt = (shift: (leaf: number, t: number) => number) => at(frozen.replaying(), shift).loss
    const h = 0.01
    for (const [k, leaf] of leafNames.entries()) {
      const analytic = gradient[leaf]
      if (!analytic) continue
      for (let t = 0; t < oldLogp.length; t++) {
        const move = (by: number) => (which: number, place: number) => (which === k && place === t ? by : 0)
        const numeric = (lossAt(move(h)) - lossAt(move(-h))) / (2 * h)
        expect(analytic[t], `${leaf} of token ${t}`).toBeCloseTo(numeric, 3)
      }
    }
  })
})
