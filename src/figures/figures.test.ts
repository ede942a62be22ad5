/** Every method can be drawn, and what it draws is its own. */
import { beforeAll, describe, expect, test } from 'vitest'
import { defaultsOf, type ParamSpecs, type ParamValues } from '../core/params.ts'
import { trainedIds } from '../methods/fixture.ts'
import { methods, resolveMethod, yardstick } from '../methods/index.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { type Drawn, draw, type FigureId, figureKinds, figuresOf } from './index.ts'

beforeAll(() => openBackend('cpu'))

const drawnOf = (
  figure: FigureId,
  id: string,
  values: ParamValues = {},
  settings: ParamValues = {},
): Promise<Drawn> => {
  const method = resolveMethod(id)
  return draw({ tf }, figure, method, { ...defaultsOf(method.specs), ...values }, settings)
}

/** A NaN is a gap, as where no answer is right; an infinity is a fault. */
function faultsOf({ x, lines, below }: Drawn): string[] {
  const wrong = lines.filter(({ values }) => values.length !== x.length || !values.some(Number.isFinite))
  const endless = lines.filter(({ values }) => values.some(value => !Number.isNaN(value) && !Number.isFinite(value)))
  return [
    ...(lines.length === 0 ? ['no lines'] : []),
    ...(x.every(Number.isFinite) ? [] : ['x']),
    ...(below && below.values.length !== x.length ? ['below'] : []),
    ...[...wrong, ...endless].map(({ name }) => name),
  ]
}

/** Curves of the yardstick, drawn once each. */
const usual = new Map<string, Promise<Drawn>>()
function usualOf(figure: FigureId, settings: ParamValues): Promise<Drawn> {
  const key = `${figure} ${JSON.stringify(settings)}`
  const known = usual.get(key) ?? drawnOf(figure, yardstick, {}, settings)
  usual.set(key, known)
  return known
}

const differ = (a: Drawn, b: Drawn): boolean =>
  JSON.stringify(a.lines.map(({ values }) => values)) !== JSON.stringify(b.lines.map(({ values }) => values))

/** The least and the greatest of a number, each option of a choice; then options with all numbers at their ends. */
function ends(specs: ParamSpecs): ParamValues[] {
  const all = Object.entries(specs)
  const numbers = (end: 'min' | 'max'): ParamValues =>
    Object.fromEntries(all.flatMap(([key, spec]) => (spec.kind === 'number' ? [[key, spec[end]]] : [])))
  const singles = all.flatMap(([key, spec]) =>
    (spec.kind === 'choice' ? [...spec.options] : [spec.min, spec.max]).map(value => ({ [key]: value })),
  )
  const options = singles.filter(one => Object.values(one).some(value => typeof value === 'string'))
  return [
    ...singles,
    ...options.flatMap(one => [
      { ...numbers('min'), ...one },
      { ...numbers('max'), ...one },
    ]),
  ]
}

/** Whether a picture of a slot that the method invents is its own: as it opens, or with sliders at their ends. */
async function isOwn(id: string, figure: FigureId): Promise<boolean> {
  const method = resolveMethod(id)
  const { settings, slot, start } = figureKinds[figure]
  if (!figureKinds[figure].fits(resolveMethod(yardstick))) return true
  const opening = start?.(defaultsOf(method.specs)) ?? {}
  const own = Object.fromEntries(Object.entries(method.specs).filter(([key]) => method.slotOf[key] === slot))
  const tries = [{}, ...ends(settings)].map(change => ({ values: {}, change: { ...opening, ...change } }))
  for (const { values, change } of [...tries, ...ends(own).map(values => ({ values, change: opening }))]) {
    if (differ(await drawnOf(figure, id, values, change), await usualOf(figure, change))) return true
  }
  return false
}

const invented = (id: string, figure: FigureId): boolean =>
  typeof resolveMethod(id).method.slots[figureKinds[figure].slot] === 'object'

/** Drawing on a busy machine: a limit, no measurement. */
const patience = 300_000

/** What they add cannot be seen on a made-up batch. */
const unseen: Readonly<Record<string, string>> = {
  spark: 'a judge that is trained beside the policy',
  empg: 'weights of turns, and made-up responses have none',
}

describe.each(trainedIds.filter(id => unseen[id] === undefined))('%s', { timeout: patience }, id => {
  test('has a picture, and each that it has is drawn in finite numbers', async () => {
    const figures = figuresOf(resolveMethod(id))
    expect(figures.length).toBeGreaterThan(0)
    for (const figure of figures) expect(faultsOf(await drawnOf(figure, id)), figure).toEqual([])
  })
})

/** The yardstick is what the others are compared with, and a twin says that it is the same. */
const own = [...methods.values()].filter(
  ({ id, twinOf, trains }) => trains !== false && id !== yardstick && twinOf === undefined && unseen[id] === undefined,
)

test.each(own.map(({ id }) => id))(
  '%s has a picture of its own of what it invents',
  { timeout: patience },
  async id => {
    const figures = figuresOf(resolveMethod(id)).filter(figure => invented(id, figure))
    for (const figure of figures) if (await isOwn(id, figure)) return
    expect(figures, 'a picture of an invented slot that is not the yardstick’s').toEqual([])
  },
)
