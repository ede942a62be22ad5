import { type Batch, withColumns } from '../../core/batch.ts'
import type { TokenTensors } from '../../core/method.ts'
import { preferReward } from '../../core/pairs.ts'
import { number, type ParamValues } from '../../core/params.ts'
import { filled, type ResolvedMethod } from '../../methods/index.ts'
import { pairUp } from '../../methods/pair-up.ts'
import { figure, grid, type Tools } from '../figure.ts'
import { batchFor, measuring, midway } from '../work.ts'

/** One pair, each response of one token; as likely as under the reference, but for what is moved. */
function pairOf(method: ResolvedMethod, params: ParamValues, q: number): Batch {
  const batch = batchFor(method, { groups: [[1, 0]], lengths: 1, q })
  const logp = Float32Array.from(batch.token, () => Math.log(q))
  const then = { oldLogp: logp, logp, refLogp: logp, samplerLogp: logp }
  return pairUp(method, params, withColumns(batch, then), { ...midway(), prefer: preferReward(batch) }).batch
}

function lossAlong({ tf }: Tools, method: ResolvedMethod, params: ParamValues, q: number, x: readonly number[]) {
  const { owner, part } = filled(method, 'objective')
  const batch = pairOf(method, params, q)
  const needs = [...part.needs, ...part.also(params)]
  const { value, slope, done } = measuring(tf, `${owner}.objective`, batch, needs)
  const measure = (tensors: TokenTensors) => part.compute(tf, tensors, params, midway()).loss
  const at = (margin: number) =>
    Float32Array.from(batch.token, (_, t) => Math.log(q) + (t === 0 ? margin : -margin) / 2)
  const total = (values: Float32Array) => values.reduce((sum, one) => sum + one, 0)
  const found = x.map(margin => ({
    loss: total(value(at(margin), measure)),
    push: -(slope(at(margin), measure)[0] ?? 0),
  }))
  done()
  return found
}

export const margin = figure({
  slot: 'pairing',
  title: 'What a pair costs at this margin',
  says: 'Two responses of one token, one preferred. The chosen one becomes likelier and the rejected one less likely, by half of the margin each.',
  x: 'margin: log-ratio of the chosen less that of the rejected',
  y: 'loss of the pair, push on the chosen',
  settings: {
    reach: number({ label: 'Margins up to', default: 8, min: 1, max: 40, note: 'Nats, on either side of 0.' }),
  },
  fits: ({ pairing, objective }) => pairing !== undefined && objective !== undefined,
  draw: (tools, method, params, { reach }) => {
    const x = grid(-reach, reach, 61)
    // So unlikely that neither becomes certain.
    const found = lossAlong(tools, method, params, Math.exp(-reach), x)
    return {
      x,
      lines: [
        { name: 'loss', values: found.map(({ loss }) => loss) },
        { name: 'push', values: found.map(({ push }) => push) },
      ],
    }
  },
})
