import type { With } from '../../core/batch.ts'
import { withColumns } from '../../core/batch.ts'
import type { TokenTensors } from '../../core/method.ts'
import { choice, number, type ParamValues } from '../../core/params.ts'
import { filled, type ResolvedMethod } from '../../methods/index.ts'
import { type Drawn, figure, grid, type Line, type Tools } from '../figure.ts'
import { batchFor, estimated, measuring, midway } from '../work.ts'

const settings = {
  oldProbability: number({
    label: 'Probability when sampled q',
    default: 0.25,
    min: 0.01,
    max: 0.9,
    scale: 'log',
    note: 'Of the token; the lower scale shows its probability now, the ratio times this.',
  }),
  reach: choice({
    label: 'Ratios up to',
    options: ['1.5', '2', '4', '8'],
    default: '2',
    note: 'Never beyond 1 / q, where the token is certain.',
  }),
}

/** Places on the axis: fine enough that an edge is drawn as one. */
const places = 61
/** Probability of every other token. */
const usual = 0.25

/** Minus the slope of the loss, or the loss: of one token, per unit of its credit's size. */
type What = 'push' | 'loss'

/** A group, half of it right. The response whose one token moves stands first; the others stay as they were sampled. */
function groupOf(method: ResolvedMethod, params: ParamValues, right: boolean, q: number): With<'advantage' | 'credit'> {
  const batch = batchFor(method, { groups: [right ? [1, 1, 0, 0] : [0, 1, 1, 0]], lengths: [1, 3, 3, 3], q: usual })
  // The token that moves is as likely as is asked for; reference and sampler agree with the policy of then.
  const oldLogp = Float32Array.from(batch.token, (_, t) => Math.log(t === 0 ? q : usual))
  const then = { oldLogp, logp: oldLogp, refLogp: oldLogp, samplerLogp: oldLogp }
  return estimated(method, params, withColumns(batch, then))
}

function curve({ tf }: Tools, method: ResolvedMethod, params: ParamValues, { right, q, x, of }: Curve): Line {
  const { owner, part } = filled(method, 'objective')
  const batch = groupOf(method, params, right, q)
  const [credit = 0] = batch.credit
  const size = Math.abs(credit) > 1e-6 ? Math.abs(credit) : 1
  const needs = [...part.needs, ...part.also(params)]
  const { value, slope, done } = measuring(tf, `${owner}.objective`, batch, needs)
  const values = x.map(ratio => {
    const logp = Float32Array.from(batch.oldLogp ?? [], (old, t) => (t === 0 ? Math.log(q * ratio) : old))
    const measure = (tensors: TokenTensors) => part.compute(tf, tensors, params, midway()).loss
    const [found = 0] = of === 'loss' ? value(logp, measure) : slope(logp, measure)
    return (of === 'loss' ? found : -found) / size + 0
  })
  done()
  const sign = size === 1 && credit === 0 ? 'A = 0' : credit > 0 ? 'A > 0' : 'A < 0'
  return { name: `${right ? 'right' : 'wrong'} answer, ${sign}`, values }
}

interface Curve {
  readonly right: boolean
  readonly q: number
  readonly x: readonly number[]
  readonly of: What
}

interface Made {
  readonly oldProbability: number
  readonly reach: string
}

function drawn(
  tools: Tools,
  method: ResolvedMethod,
  params: ParamValues,
  { oldProbability: q, reach }: Made,
  of: What,
): Drawn {
  const x = grid(0.02, Math.min(Number(reach), 0.99 / q), places)
  return {
    x,
    lines: [true, false].map(right => curve(tools, method, params, { right, q, x, of })),
    below: { label: 'probability now', values: x.map(ratio => ratio * q) },
  }
}

/** A bound that is set beyond the usual one is to be seen. */
const start = ({ dualClip }: ParamValues): ParamValues =>
  Number(dualClip) > 3 ? { reach: '8', oldProbability: 0.1 } : {}

const fits = ({ objective, pairing }: ResolvedMethod) => objective !== undefined && !pairing
const stage =
  'One token of a response moves, its siblings stay at ratio 1; half of the group is right. Divided by the size of the token’s credit.'

export const ratio = figure({
  slot: 'objective',
  title: 'How hard a token is pushed',
  says: `${stage} Above 0 it is made likelier, at 0 it is let alone.`,
  x: 'ratio: probability now over when sampled',
  y: 'push on log p',
  settings,
  start,
  fits,
  draw: (tools, method, params, values) => drawn(tools, method, params, values, 'push'),
})

export const loss = figure({
  slot: 'objective',
  title: 'The loss of that token',
  says: `${stage} Training goes downhill.`,
  x: 'ratio: probability now over when sampled',
  y: 'loss',
  settings,
  start,
  fits,
  draw: (tools, method, params, values) => drawn(tools, method, params, values, 'loss'),
})
