import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricSpecs } from '../../core/metrics.ts'
import { presets } from '../../core/presets.ts'
import { chartsOf, firstChartsOf, shown, watchChart } from './charts.ts'
import { axisOf, heightOf, rowsOf } from './lines.ts'
import { axisEnd, iterationAt } from './time-axis.ts'

const chart = (id: string) => chartsOf([]).find(spec => spec.id === id)!
const series = [{ reward: 0.1, passAt1: 0.2 }, { reward: 0.3 }, { reward: 0.2, passAt1: 0.4, passAtK: 0.9 }]

describe('rows of a chart', () => {
  it('join its lines by iteration and leave gaps where nothing was measured', () => {
    const { rows } = rowsOf(chart('pass'), series, { passAt1: 0.1 }, undefined, 0)
    expect(rows).toEqual([
      { iteration: 0, passAt1: 0.1 },
      { iteration: 1, passAt1: 0.2 },
      { iteration: 3, passAt1: 0.4, passAtK: 0.9 },
    ])
  })

  it('keep the raw line under a smoothed one, and the run before under both', () => {
    const { rows, keys } = rowsOf(chart('reward'), series, undefined, [{ reward: 1 }], 0.5)
    expect(keys).toEqual({ raw: true, past: true })
    expect(rows[0]).toEqual({ iteration: 1, reward: expect.closeTo(0.1), 'raw reward': 0.1, 'past reward': 1 })
  })

  it('stay few however long the run', () => {
    const long = Array.from({ length: 10_000 }, (_, i) => ({ reward: Math.sin(i / 50) }))
    const { rows } = rowsOf(chart('reward'), long, undefined, undefined, 0)
    expect(rows.length).toBeLessThanOrEqual(400)
    expect(rows.at(-1)?.iteration).toBe(10_000)
  })
})

describe('an axis', () => {
  const domain = (id: string, values: readonly number[]) =>
    axisOf(
      chart(id),
      values.map((value, i) => ({ iteration: i, value })),
    ).domain

  it('holds every value between round ends', () => {
    const [low, high] = domain('kl', [0.013, 0.21])
    expect(low).toBeLessThanOrEqual(0.013)
    expect(high).toBeGreaterThanOrEqual(0.21)
    expect(domain('entropy', [0.4, 0.9])[0]).toBe(0)
    expect(domain('noSignal', [0.1])).toEqual([0, 1])
  })

  it('exists before there are values, and when all are equal', () => {
    expect(domain('reward', [])).toEqual([0, 1])
    expect(domain('gradNorm', [0, 0])).toEqual([0, 1])
    const [low, high] = domain('reward', [-2, -2])
    expect(low).toBeLessThan(high)
  })
})

describe('the ticks of an axis', () => {
  const axis = (values: readonly number[], log = false) =>
    axisOf(
      chart('kl'),
      values.map((value, i) => ({ iteration: i, value })),
      log,
    )
  const positive = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })

  it('are two to seven, equally far apart, from end to end', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1 }), values => {
        const { ticks, domain } = axis(values)
        expect([ticks[0], ticks.at(-1)]).toEqual(domain)
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(7)
      }),
    )
  })

  it('of a logarithmic axis hold every value, and fall back to a straight one where a value is not above 0', () => {
    fc.assert(
      fc.property(positive, values => {
        const found = axis(values, true)
        expect(found.isLog).toBe(true)
        for (const value of values) {
          const height = heightOf(found, value)
          expect(height >= -1e-6 && height <= 1 + 1e-6).toBe(true)
        }
      }),
    )
    expect(axis([0, 1], true).isLog).toBe(false)
  })

  it('do not stretch the last digits of a steady value', () => {
    const [low, high] = axisOf(chart('reward'), [{ iteration: 1, reward: 0.437 }]).domain
    expect(high - low).toBeGreaterThanOrEqual(0.05)
  })
})

it('what is measured now and then is neither smoothed nor given a faint line', () => {
  const probed = Array.from({ length: 30 }, (_, i) => (i % 10 === 9 ? { passAt1: i / 30 } : {}))
  const { rows, sparse } = rowsOf(chart('pass'), probed, undefined, undefined, 0.9)
  expect([...sparse]).toEqual(['passAt1'])
  expect(rows.map(row => row.passAt1)).toEqual([9 / 30, 19 / 30, 29 / 30])
  expect(rows.some(row => 'raw passAt1' in row)).toBe(false)
})

describe('the span of time', () => {
  it('is round, holds all that is drawn, and ends with the budget', () => {
    expect(axisEnd(0, 0, 400)).toBe(25)
    expect(axisEnd(109, 0, 400)).toBe(120)
    expect(axisEnd(395, 0, 400)).toBe(400)
    expect(axisEnd(10, 170, 400)).toBe(170)
    expect(axisEnd(0, 0, 10)).toBe(10)
  })

  it('is pointed at by whole iterations inside it', () => {
    expect([-1, 0.5, 2].map(share => iterationAt(share, 120))).toEqual([0, 60, 120])
  })
})

it('shows first what exists, and values in the form of their kind', () => {
  const always = ['choose', 'sample', 'reward', 'keep'] as const
  for (const own of [['advantage', 'credit', 'update'], ['pair', 'update'], ['select']] as const) {
    const run = [...always, ...own, 'probe'] as const
    const known = chartsOf([], run).map(({ id }) => id)
    for (const id of firstChartsOf(run)) expect([...known, watchChart.id]).toContain(id)
  }
  expect(chartsOf([], [...always, 'update', 'probe']).map(({ id }) => id)).not.toContain('handedOut')
  expect(chartsOf([], ['sample', 'reward', 'probe']).map(({ id }) => id)).not.toContain('gradNorm')
  expect(chartsOf([{ 'reward/format': 1 }]).at(-1)?.title).toBe('Reward: format')
  expect(chartsOf([{ reward: 1, planEntropy: 1 }]).at(-1)?.title).toBe('Plan entropy')
  expect([shown('reward', 0.71), shown('kl', undefined)]).toEqual(['0.71', '–'])
})

it('writes every share as one and every length in tenths, as its declaration says', () => {
  for (const [metric, { unit }] of Object.entries(metricSpecs)) {
    const expected = unit === 'share' ? '38\u202f%' : unit === 'tokens' ? '0.4' : '0.38'
    expect(shown(metric, 0.375), metric).toBe(expected)
  }
  const units = Object.fromEntries(chartsOf([]).map(({ id, unit }) => [id, unit]))
  expect(units).toMatchObject({ lengths: 'tokens', clip: '', pass: '', entropy: 'nats/token' })
})

it('the charts of every preset exist, or are measured by its method', () => {
  const measured = { kept: 0, repaired: 0, spoiled: 0 }
  for (const { id, charts = [], recipe } of presets) {
    const own = recipe.method === 'srpo-reflection' ? [measured] : []
    const known = chartsOf(own).map(chart => chart.id)
    for (const chart of charts) expect(known, id).toContain(chart)
  }
})
