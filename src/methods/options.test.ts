/** Options of the original functions that the golden files ask for in one value only: what each does, in a case where it shows. */
import { beforeAll, describe, expect, test } from 'vitest'
import { withColumns } from '../core/batch.ts'
import { stream } from '../core/rng.ts'
import { openBackend } from '../tensor/backends.ts'
import { budgetCredit } from './credit/brpo.math.ts'
import { randomActions } from './credit/ma-rlhf.math.ts'
import { filtrate } from './credit/pf-ppo.math.ts'
import { groupValue, shareOut, successRate } from './curriculum/knapsack-rl.math.ts'
import { estimate } from './estimate.ts'
import { advantagesOf, batchOf, context, estimateOf, paramsOf } from './fixture.ts'
import { lossOf, settings } from './golden/harness.ts'
import { resolveMethod } from './index.ts'
import { lengthReward } from './reward/hapo-history.math.ts'

beforeAll(() => openBackend('cpu'))

const column = (...values: number[]) => Float32Array.from(values)

const pull = (id: string, params: Record<string, number | string>, logp: number, advantage: number) =>
  lossOf(id, settings(id, 'none', params), {
    mask: [[1]],
    advantage: [advantage],
    columns: { logp: [[logp]], oldLogp: [[-2]] },
  })

describe('deviations', () => {
  const pair = withColumns(batchOf([[1, 0]], 1), { critique: column(0, 0), correct: column(1, 0) })

  test('CAPO: the sample’s is larger than the population’s, so credit is smaller by √2 in a group of two', () => {
    const credit = (payDdof: number) => estimateOf('capo', pair, { payDdof, payEpsilon: 0 }).batch.credit[0]!
    expect(credit(0) / credit(1)).toBeCloseTo(Math.SQRT2, 5)
  })

  test('TEMPO: the same', () => {
    const credit = (stdDdof: number) => estimateOf('tempo', batchOf([[1, 0]]), { stdDdof }).batch.credit[0]!
    expect(credit(0) / credit(1)).toBeCloseTo(Math.SQRT2, 4)
  })

  test('OPRL: steps have one of their own', () => {
    const batch = withColumns(batchOf([[1, 0]], 1), {
      oldLogp: column(-1, -1),
      prmLogp: column(-0.5, -2),
      problem: column(0),
    })
    const step = (stepDdof: number) => estimateOf('oprl', batch, { stepDdof }).explain.stepAdvantage!.values[0]!
    expect(step(0) / step(1)).toBeCloseTo(Math.SQRT2, 4)
  })

  test('vectorised GRPO without the spread is Dr. GRPO', () => {
    const batch = batchOf([
      [1, 0, 0],
      [2, 4],
    ])
    expect(advantagesOf('grpo-vectorized', batch, { scale: 'none' })).toEqual(advantagesOf('dr-grpo', batch))
  })

  test('SPO: over the population, advantages are larger', () => {
    const batch = withColumns(batchOf([[1], [0], [0]]), { problem: column(0, 1, 2) })
    const [wide, narrow] = [1, 0].map(whitenDdof => advantagesOf('spo-single-stream', batch, { whitenDdof })[0]!)
    expect(narrow! / wide!).toBeCloseTo(Math.sqrt(3 / 2), 4)
  })
})

describe('starts and memories', () => {
  test('SPO: responses drawn beforehand decide what a first reward is compared with', () => {
    const batch = withColumns(batchOf([[1], [0]]), { problem: column(0, 1) })
    const first = (values: Record<string, number>) =>
      estimateOf('spo-single-stream', batch, values).explain.trackedValue!.values[0]
    expect(first({})).toBe(0.5)
    expect(first({ startResponses: 8, startRate: 0.75 })).toBeCloseTo(6.5 / 9)
  })

  test('Knapsack: the success rate of the newest group, of the latest outcomes, or of whichever is enough', () => {
    const before = { past: [0, 0, 0, 0], rate: 0 }
    const rate = (newest: readonly number[], from: Parameters<typeof successRate>[3]) =>
      successRate(before, newest, 4, from).rate
    expect([rate([1, 1], 'newest'), rate([1, 1], 'latest'), rate([1, 1], 'newest if enough')]).toEqual([1, 0.5, 0.5])
    expect([rate([0, 1, 1, 1, 1], 'latest'), rate([0, 1, 1, 1, 1], 'newest if enough')]).toEqual([1, 0.8])
  })

  test('HAPO: a mean of correct lengths instead of the shortest; repeated, the newest batch weighs more', () => {
    const visit = (recordOf: string, lengths: readonly number[], state?: unknown) => {
      const batch = batchOf([lengths.map(() => 1)], lengths)
      const given = { ...batch, correct: batch.reward, problem: column(0) }
      return estimate(resolveMethod('hapo-history'), paramsOf('hapo-history', { recordOf }), given, context, {
        reward: state,
      }).states.reward
    }
    const record = (recordOf: string) => {
      const known = visit(recordOf, [8, 2], visit(recordOf, [4, 4]))
      return Object.entries(known ?? {}).find(([key]) => key === '0')?.[1]
    }
    expect([record('shortest'), record('mean'), record('mean, repeated')]).toEqual([2, 4.5, 4.5])
    const twice = visit('mean, repeated', [10, 10], visit('mean, repeated', [4]))
    expect(twice).toMatchObject({ 0: (4 + 4 * 10) / 5 })
  })

  test('HAPO: the linear shape forgives as much as it is told', () => {
    expect(lengthReward('linear', 12, 10, true, 0.5)).toBe(0)
    expect(lengthReward('linear', 12, 10, true, 0.1)).toBeCloseTo(-0.1)
  })
})

describe('what a budget is shared by', () => {
  const rules = {
    usual: 8,
    least: 2,
    most: 32,
    confidence: 0.9,
    first: 'added',
    unsolved: 0,
    solved: 0,
    enoughBy: 'confidence',
    spillTo: 'unsolved',
  } as const

  test('problems never or always solved can have a least number of their own', () => {
    const sizes = shareOut([0, 1, 0.5], { ...rules, unsolved: 5, solved: 1, spillTo: 'nobody' })
    expect([sizes[0], sizes[1]]).toEqual([5, 1])
    expect(sizes.reduce((total, size) => total + size)).toBe(24)
  })

  test('by expectation a rare outcome needs fewer rollouts than with a confidence of 0.9: more is left for the unsolved', () => {
    const unsolved = (enoughBy: 'confidence' | 'expectation') =>
      shareOut([0, 0.1], { ...rules, usual: 20, enoughBy })[0]!
    expect(unsolved('expectation')).toBeGreaterThan(unsolved('confidence'))
  })

  test('what is left may go to problems never tried too, or to nobody outside the open ones', () => {
    const given = (spillTo: 'unsolved' | 'unsolved and untried' | 'nobody') =>
      shareOut([Number.NaN, 0, 0.5], { ...rules, spillTo })
    expect(given('unsolved')[0]).toBe(8)
    expect(given('unsolved and untried')[0]).toBeGreaterThan(8)
    expect(given('nobody').slice(0, 2)).toEqual([8, 2])
  })

  test('each is worth what its group’s signal is', () => {
    expect(groupValue(0.5, 2)).toBeCloseTo(0.5 * 0.5 * 0.25)
  })
})

describe('discounts, floors and clips', () => {
  test('VinePPO: a discount shrinks what comes later', () => {
    const batch = withColumns(batchOf([[1]], 2), { sampledValue: column(0.5, 0.5) })
    const credit = [...estimateOf('vineppo', batch, { vineGamma: 0.5 }).batch.credit]
    expect(credit).toEqual([-0.25, 0.5])
  })

  test('BRPO: with growth 1 a thought’s past is a plain mean', () => {
    const value = (growth: number) => budgetCredit([[0, 1, 1]], [0, 0, 1], 'thought', growth)[0]!.thoughtValue[2]
    expect([value(1), value(2)]).toEqual([1 / 2, 2 / 3])
  })

  test('PF-PPO: rewards of 0 are drawn by the floor alone', () => {
    expect([...filtrate(batchOf([[0, 1]]), 'pow', 2, 0.5, () => 0).weight]).toEqual([0.5, 1.5])
  })

  test('RiskPO: bundles in order do not ask chance; epsilon keeps values finite', () => {
    const batch = batchOf([
      [1, 0],
      [1, 1],
      [0, 0],
      [0, 1],
    ])
    const values = { bundle: 2, bundling: 'in order', sharing: 'uniform', quantiles: 'batch', paperStd: 'off' }
    const got = estimateOf('riskpo', batch, values)
    expect([...got.explain.paperScore!.values]).toEqual([2, 1, 2, 1, 0, 1, 0, 1])
    expect(advantagesOf('riskpo', batch, { ...values, riskEpsilon: 1 })).not.toEqual([...got.batch.advantage])
  })

  test('LOOP without its clip keeps pushing where the band ends', () => {
    const slope = (loopClip: string) => pull('loop', { loopClip }, -1, 1).gradient.logp![0]![0]!
    expect(slope('on') + 0).toBe(0)
    expect(slope('off')).toBeCloseTo(-Math.E, 4)
  })

  test('NFT: the floor of right ratios holds the value and lets the gradient through', () => {
    const got = (positiveFloor: number) => pull('nft', { positiveFloor, promptWeight: 'none' }, -4, 0.5)
    expect(got(0).loss).toBeCloseTo(2, 4)
    expect(got(0.5).loss).toBeCloseTo(Math.LN2, 4)
    expect(got(0.5).gradient.logp![0]![0]).toBeLessThan(0)
  })
})

describe('where consistency and clips are asked for', () => {
  const oreo = (params: Record<string, number | string>, logp = [-1, -0.5, -2, -1]) =>
    lossOf('oreo', settings('oreo', 'none', { oreoBeta: 1, oreoValueWeight: 0, ...params }), {
      mask: [[1, 1, 1, 1]],
      reward: [0],
      columns: { logp: [logp], refLogp: [[-1, -1, -1, -1]], oldValue: [[0, 0, 0, 0]], credit: [[0, 0, 0, 0]] },
    })
  const slopes = (params: Record<string, number | string>) => oreo(params).gradient.logp![0]!.map(g => g + 0)

  // Log-ratios 0, 0.5, -1, 0: to the end -0.5, -0.5, -1, 0.
  test('OREO, response: the first residual alone, its gradient at every token', () => {
    expect(oreo({ oreoForm: 'response' }).loss).toBeCloseTo(0.25)
    for (const slope of slopes({ oreoForm: 'response' })) expect(slope).toBeCloseTo(-1)
  })

  test('OREO, step: the residual at the beginning of each step, its gradient at the tokens of the step', () => {
    expect(oreo({ oreoForm: 'step', stepTokens: 2 }).loss).toBeCloseTo((0.25 + 1) / 2)
    for (const [t, slope] of [-0.5, -0.5, -1, -1].entries())
      expect(slopes({ oreoForm: 'step', stepTokens: 2 })[t]).toBeCloseTo(slope)
  })

  test('OREO, all tokens: the loss of the token form, but later tokens feel earlier residuals', () => {
    expect(oreo({ oreoForm: 'all tokens' }).loss).toBeCloseTo(oreo({}).loss)
    expect(slopes({ oreoForm: 'all tokens' })[3]).toBeCloseTo((2 * (-0.5 - 0.5 - 1 + 0)) / 4)
  })

  test('OREO, single step: neighbours only', () => {
    expect(oreo({ oreoForm: 'single step' }).loss).toBeCloseTo((0 + 0.25 + 1 + 0) / 4)
  })

  const pair = (params: Record<string, number | string>, logp: readonly number[]) =>
    lossOf('p3o', settings('p3o', 'none', params), {
      mask: [[1], [1]],
      reward: [1, 0],
      advantage: [1, 0],
      columns: { logp: logp.map(x => [x]), oldLogp: [[-1], [-1]] },
    }).gradient.logp!.map(row => row[0]! + 0)

  test('P3O, joint: pushes both as hard as REINFORCE while the lead is small, and neither beyond the edge', () => {
    expect(pair({ pairClip: 'joint' }, [-1, -1])).toEqual(pair({ pairClip: 'separate' }, [-1, -1]))
    expect(pair({ pairClip: 'joint' }, [-0.5, -1])).toEqual([0, 0])
    expect(pair({ pairClip: 'separate' }, [-0.5, -1])[1]).toBeGreaterThan(0)
  })

  test('TRPA: the distance to the sampling policy in another form, and its root', () => {
    const of = (params: Record<string, number | string>) =>
      lossOf('trpa', settings('trpa', 'none', { trustWeight: 1, ...params }), {
        mask: [[1]],
        advantage: [1],
        columns: { logp: [[-1]], oldLogp: [[-2]], refLogp: [[-1]] },
      }).loss
    const plain = of({ trustWeight: 0 })
    expect(of({ trustForm: 'k1' }) - plain).toBeCloseTo(1)
    expect(of({ trustForm: 'k2' }) - plain).toBeCloseTo(0.5)
    expect(of({ trustForm: 'k2', trustRoot: 'on' }) - plain).toBeCloseTo(Math.sqrt(0.75))
  })

  test('REC per response: without its weight the ratio only decides who stays; TOPR: what counts as blame', () => {
    expect(pull('rec-gspo', { responseWeight: 'none' }, -1.9, 1).gradient.logp![0]![0]).toBeCloseTo(-1)
    expect(pull('rec-gspo', {}, -1.9, 1).gradient.logp![0]![0]).toBeCloseTo(-Math.exp(0.1))
    expect(pull('topr', { praiseAbove: 2 }, -3, 1).gradient.logp![0]![0]).toBeCloseTo(-Math.exp(-1))
    expect(pull('topr', {}, -3, 1).gradient.logp![0]![0]).toBeCloseTo(-1)
  })

  test('OPMD at temperature 0 compares with the best; RED-Drop can divide by the deviation of those kept', () => {
    expect(advantagesOf('opmd', batchOf([[1, 0]]), { baselineOf: 'soft-max', baselineTau: 0 })).toEqual([0, -1])
    const [good, bad] = advantagesOf('red-drop', batchOf([[1, 0]]), { scale: 'group' })
    expect([good, bad].map(a => Math.round(1000 * a!))).toEqual([1000, -1000])
  })

  test('RL-PLUS: plain probabilities, bounds, and tokens too sure to be taught', () => {
    const shown = (params: Record<string, number | string>) =>
      lossOf('rl-plus', settings('rl-plus', 'none', params), {
        mask: [[1]],
        advantage: [1],
        columns: { logp: [[Math.log(0.5)]], oldLogp: [[Math.log(0.5)]], external: [[1]] },
      }).loss
    expect(shown({ shownWeight: 'plain' })).toBeCloseTo(-0.5)
    expect(shown({ shownWeight: 'plain', shownMost: 0.25 })).toBeCloseTo(-0.25)
    expect(shown({ shownWeight: 'plain', shownLeast: 0.75 })).toBeCloseTo(-0.75)
    expect(shown({ shownWeight: 'plain', surest: 0.4 }) + 0).toBeCloseTo(0)
  })
})

describe('which tokens, responses and stages', () => {
  test('HICRA finds plans as the runs of tokens that most correct responses share', () => {
    const batch = {
      ...batchOf([[1, 1, 0]], 4),
      token: Int32Array.from([7, 8, 9, 1, 2, 7, 8, 9, 7, 8, 9, 3]),
      planning: new Float32Array(12),
      correct: column(1, 1, 0),
    }
    const own = { planningFrom: 'grams', gramShare: 0.01 }
    expect([...estimateOf('hicra', batch, own).explain.planning!.values]).toEqual([1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0])
    const unsolved = { ...batch, correct: column(0, 0, 0) }
    expect(Math.max(...estimateOf('hicra', unsolved, own).explain.planning!.values)).toBe(0)
  })

  test('OmegaPRM searches the short wrong responses first, when it may not search all', () => {
    const batch = withColumns(batchOf([[1, 0, 0]], [1, 2, 3]), {
      sampledValue: column(0.5, 0.5, 0.5, 0.5, 0.5, 0.5),
      correct: column(1, 0, 0),
    })
    const blamed = (searches: number) => [...estimateOf('omegaprm', batch, { searches }).explain.blamed!.values]
    expect(blamed(0)).toEqual([1, 0, 1, 0, 0, 1])
    expect(blamed(1)).toEqual([1, 0, 1, 1, 1, 1])
  })

  const valued = (value: readonly number[]) =>
    withColumns(batchOf([[0]], value.length), { oldValue: column(...value), oldLogp: column(...value.map(() => -1)) })
  const macro = (params: Record<string, number | string>) => [
    ...estimateOf('ma-rlhf', valued([1, 2, 4, 0]), { ngram: 3, ...params }).explain.macroValue!.values,
  ]

  test('MA-RLHF: an action is worth the mean of its tokens, its last, or a mean that fades with the place', () => {
    expect(macro({})[0]).toBeCloseTo(7 / 3)
    expect(macro({ actionWeights: 'last' })[0]).toBe(4)
    expect(macro({ actionWeights: 'position' })[0]).toBeCloseTo((1 + 1 + 4 / 3) / (1 + 1 / 2 + 1 / 3))
  })

  test('MA-RLHF: random actions cover every token once, the last alone, and differ in length', () => {
    const actions = randomActions(0, 60, 3, stream(1))
    expect(actions.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, k) => start + k))).toEqual(
      Array.from({ length: 60 }, (_, t) => t),
    )
    const sizes = actions.map(({ start, end }) => end - start)
    expect(sizes.at(-1)).toBe(1)
    expect(new Set(sizes.slice(0, -2)).size).toBeGreaterThan(2)
  })

  test('ConciseR: length does not count before its stage', () => {
    const batch = withColumns(batchOf([[1, 1]], [2, 4]), { correct: column(1, 1) })
    const reward = (iteration: number) => {
      const own = paramsOf('conciser', { lengthFrom: 0.5 })
      return [
        ...estimate(resolveMethod('conciser'), own, batch, { ...context, iteration, iterations: 10 }).batch.reward,
      ]
    }
    expect(reward(4)).toEqual([1, 1])
    expect(reward(5)).toEqual([0.5, 0])
  })

  test('EPO: a band over the response feels its mean alone; the released penalty says what it is told', () => {
    const slopes = (bandOver: string) =>
      lossOf('epo', settings('epo', 'none', { epoBonus: 1, epoBand: 1, bandOver }), {
        mask: [[1, 1]],
        advantage: [0],
        columns: { logp: [[-1, -1]], oldEntropy: [[0.1, 1.9]], entropyTarget: [[1, 1]] },
      }).gradient.entropy![0]!
    expect(slopes('response').map(g => Math.round(100 * g))).toEqual([-50, -50])
    expect(slopes('token').map(g => Math.round(100 * g))).toEqual([-100, 0])
    const batch = withColumns(batchOf([[1]], 2), { oldEntropy: column(0.1, 1.9) })
    const penalty = (params: Record<string, number | string>) => [
      ...estimateOf('epo', batch, params).explain.penalty!.values,
    ]
    expect(penalty({ bandPenalty: 0.5 })).toEqual([0.5, 0.5])
    expect(penalty({ bandPenalty: 0.5, bandOver: 'response' })).toEqual([0, 0])
  })
})
