import { number } from '../../core/params.ts'
import { filled, type ResolvedMethod } from '../../methods/index.ts'
import { figure, type Line } from '../figure.ts'
import { batchFor, estimated } from '../work.ts'

const settings = {
  tokens: number({ label: 'Tokens of a response', default: 9, min: 4, max: 24, integer: true }),
  right: number({ label: 'Right answers of 8', default: 3, min: 0, max: 8, integer: true }),
}

const stage =
  'A group of eight responses that are alike up to the third token, which decides; values and judges know it, and the third token hesitates.'

interface Made {
  readonly tokens: number
  readonly right: number
}

/** Credit along the first right and the first wrong response of the group; 0 at tokens that are left out of training. */
function along(
  method: ResolvedMethod,
  params: Parameters<typeof estimated>[1],
  { tokens, right }: Made,
): readonly Line[] {
  const rewards = Array.from({ length: 8 }, (_, i) => Number(i < right))
  const { credit, trained } = estimated(method, params, batchFor(method, { groups: [rewards], lengths: tokens }))
  const used = credit.map((value, t) => value * (trained?.[t] ?? 1) + 0)
  const of = (i: number) => Array.from(used.subarray(i * tokens, (i + 1) * tokens))
  return [
    ...(right > 0 ? [{ name: 'right answer', values: of(0) }] : []),
    ...(right < 8 ? [{ name: 'wrong answer', values: of(right) }] : []),
  ]
}

/** Every token gets the same. */
const isFlat = ({ values }: Line): boolean => values.every(value => value === values[0])

const places = (count: number): number[] => Array.from({ length: count }, (_, t) => t + 1)

export const tokens = figure({
  slot: 'credit',
  title: 'Which tokens get the credit',
  says: stage,
  x: 'token of the response',
  y: 'credit',
  discrete: true,
  settings,
  fits: ({ credit }) => credit !== undefined,
  idle: (method, params) => along(method, params, { tokens: 9, right: 3 }).every(isFlat),
  draw: (_, method, params, made) => ({ x: places(made.tokens), lines: along(method, params, made) }),
})

/** Shares of the way from what the values say to what is paid at the end. */
const lambdas = [0, 0.5, 0.9, 0.95, 1]

export const lambda = figure({
  slot: 'credit',
  title: 'Trusting the values or the outcome',
  says: `Credit along a right answer for several λ: at 0 only the value of the next token counts, at 1 the whole rest of the response. ${stage}`,
  x: 'token of the response',
  y: 'credit',
  discrete: true,
  overlays: false,
  settings: { ...settings, right: { ...settings.right, min: 1 } },
  fits: method => method.credit !== undefined && 'lambda' in filled(method, 'credit').part.params,
  draw: (_, method, params, made) => ({
    x: places(made.tokens),
    lines: lambdas.flatMap(value =>
      along(method, { ...params, lambda: value }, made)
        .slice(0, 1)
        .map(({ values }) => ({ name: `λ = ${value}`, values })),
    ),
  }),
})
