import { describe, expect, it } from 'vitest'
import type { Batch } from '../../core/batch.ts'
import { ordinary } from '../fixtures/snapshots.ts'
import { agreement } from './agreement.ts'
import { explainSignals, lacking, type SignalSource, signals, signalToDraw, signalValues } from './signals.ts'

/** One response of four tokens, the third written by the world. */
const batch: Batch = {
  rollouts: 1,
  groups: 1,
  group: Int32Array.of(0),
  reward: Float32Array.of(2),
  tokenStart: Int32Array.of(0, 4),
  token: Int32Array.of(5, 6, 7, 8),
  mask: Float32Array.of(1, 1, 0, 1),
  advantage: Float32Array.of(-1.5),
  credit: Float32Array.of(-1.5, -1.5, 0, -1.5),
  oldLogp: Float32Array.of(-1, -2, 0, -0.5),
  logp: Float32Array.of(-1.5, -2, 0, -0.25),
  refLogp: Float32Array.of(-1, -2.5, 0, -0.25),
  oldValue: Float32Array.of(0.5, 1, 9, 1.5),
  exactAdvantage: Float32Array.of(0, -1, 0, 0.5),
  clipped: Float32Array.of(1, 0, 0, 1),
}
const source: SignalSource = {
  batch,
  explain: {},
  params: { aggregation: 'seq-mean-token-sum', gamma: 0.5 },
  settings: { normLength: 0, longest: 4, emptyRows: 'skip', normRows: 'one' },
}
const valuesOf = (id: string): number[] => {
  const signal = signalToDraw(id, batch)
  expect(signal.id).toBe(id)
  return Array.from(signalValues(signal, source), value => Number(value.toFixed(4)))
}

describe('signals', () => {
  it('say nothing about tokens that the policy did not write', () => {
    for (const signal of signals) {
      if (lacking(signal, batch).length === 0) expect(signal.values(source)[2], signal.id).toBeNaN()
    }
  })

  it('repeat the advantage along the response', () => {
    expect(valuesOf('advantage')).toEqual([-1.5, -1.5, Number.NaN, -1.5])
  })

  it('ratio and log-ratio come from the two log-probabilities', () => {
    expect(valuesOf('log-ratio')).toEqual([-0.5, 0, Number.NaN, 0.25])
    expect(valuesOf('ratio')).toEqual([0.6065, 1, Number.NaN, 1.284])
  })

  it('clipped says on which side', () => {
    expect(valuesOf('clipped')).toEqual([-1, 0, Number.NaN, 1])
  })

  it('KL estimates: k1 = -x, k2 = x²/2, k3 = exp(x) - x - 1 with x = refLogp - logp', () => {
    expect(valuesOf('kl-k1')).toEqual([-0.5, 0.5, Number.NaN, 0])
    expect(valuesOf('kl-k2')).toEqual([0.125, 0.125, Number.NaN, 0])
    expect(valuesOf('kl-k3')).toEqual([0.1487, 0.1065, Number.NaN, 0])
  })

  it('TD error: reward + gamma V(next generated) - V, and V after the end is 0', () => {
    expect(valuesOf('td-error')).toEqual([0.5 * 1 - 0.5, 0.5 * 1.5 - 1, Number.NaN, 2 - 1.5])
  })

  it('credit minus exact', () => {
    expect(valuesOf('credit-error')).toEqual([-1.5, -0.5, Number.NaN, -2])
  })

  it('gradient weight: credit, ratio and weight multiplied, 0 where clipped', () => {
    expect(valuesOf('pull')).toEqual([0, -1.5, Number.NaN, 0])
  })

  it('the reward stands at the last token and is the reward to go of all before it', () => {
    expect(valuesOf('token-reward')).toEqual([0, 0, Number.NaN, 2])
    expect(valuesOf('reward-to-go').at(-1)).toBe(2)
  })

  it('have unique ids and a note each', () => {
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length)
    for (const { note, formula } of signals) expect(note.length * formula.length).toBeGreaterThan(0)
  })

  it('spread diagnostics of groups and turns over the tokens that belong to them, sizes from 0', () => {
    const turns = { rollout: Int32Array.of(0), start: Int32Array.of(1), end: Int32Array.of(4) }
    const explain = {
      gap: { extent: 'group', values: Float32Array.of(3), label: 'Gap', unit: 'nats', signed: false },
      pay: { extent: 'turn', values: Float32Array.of(-2) },
    } as const
    const [gap, pay] = explainSignals(explain)
    expect(gap).toMatchObject({ id: 'explain:gap', label: 'Gap', unit: 'nats', signed: false })
    expect(pay).toMatchObject({ id: 'explain:pay', label: 'pay', unit: '', signed: true })
    const given = { ...source, batch: { ...batch, turns }, explain }
    expect([...signalValues(gap!, given)]).toEqual([3, 3, Number.NaN, 3])
    expect([...signalValues(pay!, given)]).toEqual([Number.NaN, -2, Number.NaN, -2])
  })

  it('are computed anew when a parameter that they read has changed, whichever it is', () => {
    const reading = {
      ...signals[0]!,
      id: 'reading',
      values: ({ params }: SignalSource) => Float32Array.of(Number(params.any)),
    }
    const of = (any: number) => signalValues(reading, { ...source, params: { any } })[0]
    expect([of(1), of(2)]).toEqual([1, 2])
  })

  it('name what is missing, and another signal is drawn meanwhile', () => {
    const { logp, ...before } = batch
    const ratio = signals.find(({ id }) => id === 'ratio')!
    expect(lacking(ratio, before)).toEqual(['ratio'])
    expect(signalToDraw('ratio', before).id).toBe('credit')
    expect(signalToDraw('no such signal', before).id).toBe('credit')
  })

  it('include the diagnostics of the method, one value per response spread over its tokens', () => {
    const { snapshot } = ordinary()
    const found = explainSignals(snapshot.explain).find(({ id }) => id === 'explain:std')!
    const drawn = signalToDraw('explain:std', snapshot.batch, snapshot.explain)
    expect(drawn.id).toBe(found.id)
    const values = signalValues(drawn, { ...source, batch: snapshot.batch, explain: snapshot.explain })
    expect(values[0]).toBe(snapshot.explain.std!.values[0])
  })
})

describe('agreement with the truth', () => {
  it('counts signs only where the truth is not zero', () => {
    expect(agreement([1, 1, -1, 1], [0.5, 0, -2, -1], [0, 1, 2, 3])).toEqual({
      correlation: expect.closeTo(2.75 / Math.sqrt(3 * 3.6875), 6),
      signs: 2 / 3,
      tokens: 4,
    })
  })
  it('has no correlation where one side is constant', () => {
    expect(agreement([1, 1], [0, 2], [0, 1]).correlation).toBeNaN()
  })
})
