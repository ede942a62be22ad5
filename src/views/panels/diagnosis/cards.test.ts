import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { Made } from '../../fixtures/build.ts'
import { awkward, beforeUpdate, ordinary, series } from '../../fixtures/snapshots.ts'
import { locate } from '../../kit/locate.ts'
import { type Card, cardsOf, type Evidence } from './cards.ts'

function evidence(
  { snapshot, method, params }: Made,
  change: Partial<Snapshot> = {},
  rest: Partial<Evidence> = {},
): Evidence {
  const shown = { ...snapshot, ...change }
  return {
    snapshot: shown,
    series: [],
    place: locate(shown.batch, { iteration: undefined, group: 0, rollout: 0, token: 0 }),
    vocabulary: [],
    methodTitle: method.method.title,
    params,
    ...rest,
  }
}
const ids = (cards: readonly Card[]) => cards.map(({ id }) => id)
const card = (id: string, given: Evidence) => cardsOf(given).find(found => found.id === id)
const quiet = { reward: 0.5, loss: 0.03, gradNorm: 0.5, clipLow: 0.01, clipHigh: 0.02 }

describe('groups without signal', () => {
  it('quotes k of n, and how many are solved or unsolved', () => {
    const made = ordinary()
    const found = card('no-signal', evidence(made, { metrics: quiet }))
    const mute = made.snapshot.explain.std!.values.filter((s, i) => s === 0 && i % 8 === 0).length
    expect(found?.title).toBe(`${mute} of 8 groups give no signal.`)
    expect(found?.text).toContain('solved by all')
  })

  it('is silent when rewards are equal but the method still gives credit', () => {
    const { snapshot, method, params } = ordinary()
    const batch = { ...snapshot.batch, credit: snapshot.batch.credit!.map(credit => credit + 1) }
    expect(ids(cardsOf(evidence({ snapshot, method, params }, { batch, metrics: quiet })))).not.toContain('no-signal')
  })

  it('counts groups whose rewards differ when the method left them out', () => {
    const made = ordinary()
    const batch = { ...made.snapshot.batch, credit: new Float32Array(made.snapshot.batch.token.length) }
    const found = card('no-signal', evidence(made, { batch, metrics: quiet }))
    expect(found?.title).toBe('No group gives a signal.')
    expect(found?.text).toMatch(/^No token of them has credit\./)
  })

  it('is silent before the credit phase', () => {
    const made = ordinary()
    const { credit, ...batch } = made.snapshot.batch
    expect(ids(cardsOf(evidence(made, { batch, metrics: quiet })))).not.toContain('no-signal')
  })
})

describe('groups that were dropped', () => {
  const drawn = { rounds: 2, groupsSampled: 16 }

  it('says that nothing was trained on when all were, and not that anything moves the weights', () => {
    const found = cardsOf(evidence(ordinary(), { metrics: { ...drawn, groupsDropped: 16, noSignal: 1 } }))
    expect(found[0]?.title).toBe('Nothing to train on: 16 groups drawn in 2 rounds, all dropped.')
    expect(found[0]?.text).toContain('no weight moved')
    expect(ids(found)).not.toContain('no-signal')
    expect(found.map(({ text }) => text).join()).not.toContain('momentum')
  })

  it('says when the rounds were used up before the batch was full', () => {
    const made = ordinary()
    const short = { ...drawn, groupsSampled: 20, groupsDropped: 12 }
    const of = (problems: number) =>
      card('batch-not-full', evidence(made, { metrics: short }, { params: { ...made.params, problems } }))
    expect(of(12)?.title).toBe('The rounds are used up: 8 of 12 groups to train on.')
    expect(of(12)?.text).toContain('20 groups were drawn in 2 rounds, 12 were dropped.')
    expect(of(8)).toBeUndefined()
  })
})

describe('loss that reads zero', () => {
  it('quotes the gradient norm', () => {
    const found = card('loss-zero', evidence(ordinary(), { metrics: { loss: -0.00004, gradNorm: 0.83 } }))
    expect(found?.title).toBe('The loss reads 0.000, and the policy learns.')
    expect(found?.text).toContain('0.83')
  })
  it('is silent when the gradient is zero too, or the loss is not', () => {
    expect(card('loss-zero', evidence(ordinary(), { metrics: { loss: 0, gradNorm: 0 } }))).toBeUndefined()
    expect(card('loss-zero', evidence(ordinary(), { metrics: { loss: 0.2, gradNorm: 1 } }))).toBeUndefined()
    expect(card('loss-zero', evidence(beforeUpdate()))).toBeUndefined()
  })
})

describe('near ties', () => {
  it('quotes the advantage and the gap', () => {
    expect(card('near-tie', evidence(awkward()))?.title).toBe('Advantage ±1.5 from a reward gap of 0.01.')
  })
  it('is silent when all rewards live on that small scale', () => {
    const made = awkward()
    const reward = made.snapshot.batch.reward.map(value => (value > 0.505 ? 0.51 : 0.5))
    expect(card('near-tie', evidence(made, { batch: { ...made.snapshot.batch, reward } }))).toBeUndefined()
  })
  it('is silent for rewards of 0 and 1', () => {
    expect(card('near-tie', evidence(ordinary()))).toBeUndefined()
  })
})

describe('entropy', () => {
  it('quotes the fall, and calls it a warning only when the reward did not rise', () => {
    const made = ordinary()
    const risen = card('entropy-fell', evidence(made, {}, { series: series() }))
    expect(risen?.kind).toBe('info')
    expect(risen?.title).toMatch(/^Entropy fell by 5\d\u202f%, from 0\.\d\d to 0\.\d\d nats per token\.$/)
    const flat = series().map(metrics => ({ ...metrics, reward: 0.5 }))
    expect(card('entropy-fell', evidence(made, {}, { series: flat }))?.kind).toBe('warning')
  })
  it('is silent early, and when the fall is small', () => {
    const made = ordinary()
    expect(card('entropy-fell', evidence(made, { iteration: 10 }, { series: series() }))).toBeUndefined()
    const small = series().map((metrics, i) => ({ ...metrics, entropy: 0.9 - 0.002 * i }))
    expect(card('entropy-fell', evidence(made, {}, { series: small }))).toBeUndefined()
  })
})

describe('clip', () => {
  it('quotes both sides', () => {
    const found = card('clipped', evidence(ordinary(), { metrics: { ...quiet, clipLow: 0.09, clipHigh: 0.16 } }))
    expect(found?.title).toBe('25\u202f% of the tokens are clipped (9\u202f% low, 16\u202f% high).')
  })
  it('is silent below a fifth', () => {
    expect(card('clipped', evidence(ordinary(), { metrics: quiet }))).toBeUndefined()
  })
})

describe('uniform credit', () => {
  const made = ordinary()
  const { batch } = made.snapshot
  const vocabulary = Array.from({ length: 32 }, (_, i) => `<${i}>`)
  const lost = Array.from(
    { length: 8 },
    (_, rollout) => locate(batch, { iteration: undefined, group: 2, rollout, token: 0 })!,
  )
  const wrong = lost.find(({ row }) => batch.reward[row] === 0)!

  it('names the token that alone lost the answer', () => {
    const found = card('uniform-credit', evidence(made, {}, { place: wrong, vocabulary }))
    const exact = batch.exactAdvantage!.subarray(wrong.start, wrong.end)
    const decisive = exact.indexOf(Math.min(...exact))
    expect(found?.text).toContain(`token ${decisive + 1} (“<${batch.token[wrong.start + decisive]}>”) alone lost`)
  })
  it('is silent when the credit already differs between tokens, or the truth is unknown', () => {
    const credit = batch.credit!.map((value, t) => value * (1 + 0.1 * (t % 2)))
    expect(
      card('uniform-credit', evidence(made, { batch: { ...batch, credit } }, { place: wrong, vocabulary })),
    ).toBeUndefined()
    const { exactAdvantage, ...blind } = batch
    expect(card('uniform-credit', evidence(made, { batch: blind }, { place: wrong, vocabulary }))).toBeUndefined()
  })
})

describe('truncation and groups of one', () => {
  it('quotes the share that was cut off', () => {
    const made = ordinary()
    const truncated = new Float32Array(64).fill(1, 0, 32)
    const found = card('truncated', evidence(made, { batch: { ...made.snapshot.batch, truncated } }))
    expect(found?.title).toBe('50\u202f% of the responses were cut off.')
  })
  it('warns when a lone response got its raw reward', () => {
    const made = awkward()
    const advantage = made.snapshot.batch.advantage!.slice()
    advantage[8] = 1 // the lone response, whose reward is 1
    expect(card('group-of-one', evidence(made, { batch: { ...made.snapshot.batch, advantage } }))?.title).toBe(
      '1 group of one got the raw reward as advantage.',
    )
    expect(card('group-of-one', evidence(made))).toBeUndefined()
  })
})

it('stays silent in a healthy iteration', () => {
  const made = ordinary()
  const reward = made.snapshot.batch.reward.map((_, i) => (i % 8) / 8)
  const credit = made.snapshot.batch.credit!.map((_, t) => Math.sin(t))
  const { exactAdvantage, ...batch } = { ...made.snapshot.batch, reward, credit }
  expect(ids(cardsOf(evidence(made, { batch, metrics: quiet })))).toEqual(['selected'])
})

describe('the card that is always there', () => {
  const say = (given: Evidence) => card('selected', given)?.title
  /** A group of the ordinary batch of which only response `which` has this verdict. */
  const alone = (which: number, right: boolean): Evidence => {
    const made = ordinary(1, 8)
    const reward = made.snapshot.batch.reward.map((_, i) => Number((i === which) === right))
    const advantage = reward.map(r => r - reward.reduce((a, b) => a + b, 0) / 8)
    const batch = { ...made.snapshot.batch, reward, correct: reward, advantage }
    const explain = {}
    const place = locate(batch, { iteration: undefined, group: 0, rollout: which, token: 0 })
    return evidence(made, { batch, explain }, { place })
  }

  it('names a lone success and a lone failure, with the reward, the mean and the advantage', () => {
    const won = 'Response 7 alone is right: reward 1 against a mean of 0.13, so it gets +0.88.'
    const lost = 'Response 3 alone is wrong: reward 0 against a mean of 0.88, so it gets −0.88.'
    expect([say(alone(6, true)), say(alone(2, false))]).toEqual([won, lost])
  })

  it('says of a group that agrees that nobody stands out', () => {
    const made = ordinary()
    expect(say(evidence(made, { batch: { ...made.snapshot.batch, advantage: new Float32Array(64) } }))).toBe(
      'All 8 responses are right: nobody stands out.',
    )
  })

  it('speaks of every response of every scene, before and after each phase, without a gap in the sentence', () => {
    for (const made of [ordinary(), beforeUpdate(), awkward()]) {
      const { batch } = made.snapshot
      const { advantage, credit, ...scored } = batch
      for (const shown of [batch, scored]) {
        for (let group = 0; group < batch.groups; group++) {
          const place = locate(shown, { iteration: undefined, group, rollout: 0, token: 0 })
          expect(say(evidence(made, { batch: shown }, { place }))).not.toMatch(/undefined|NaN|^$| {2}/)
        }
      }
    }
  })
})

describe('the end of the budget', () => {
  const at = (iteration: number, noSignal: number) => {
    const made = ordinary()
    const params = { ...made.params, iterations: 400 }
    return card(
      'ended',
      evidence({ ...made, params }, { iteration, phase: 'probe', metrics: { reward: 0.98, noSignal } }),
    )
  }

  it('is a card with the reward, what still gives a signal, and the ways on, the better one first', () => {
    expect(at(400, 0.88)).toMatchObject({
      title: '400 of 400 iterations: the budget is used up.',
      text: expect.stringMatching(
        /^Reward 0\.98; 88.% of the groups give no signal, so little is left to learn here\.$/u,
      ),
      ways: ['harder', 'goOn'],
    })
    expect(at(400, 0.1)?.ways?.[0]).toBe('goOn')
  })

  it('is not said before', () => {
    expect(at(399, 0.88)).toBeUndefined()
  })
})
