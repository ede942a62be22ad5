import { describe, expect, it } from 'vitest'
import {
  advantageOfTokens,
  type Exact,
  exactAdvantages,
  exactGradient,
  exactRowGradient,
  exactValues,
  type NextTokens,
  valuesAlong,
} from './exact.ts'
import { softmax } from './math.ts'
import { drawNormal, drawWeighted, hash, stream } from './rng.ts'
import { episodes, isOver, type Level, type Problem, type Task } from './task.ts'

const oneWord = episodes<0>({
  begin: () => 0,
  after: () => ({ state: 0, says: [], reward: 0, over: true }),
  keyOf: () => '',
})

const V = 3
const level: Level = { id: 'small', title: '', note: '', maxResponse: 4, maxPrompt: 0, policies: ['tabular'], pool: 1 }
const problem: Problem = { index: 0, prompt: [], text: '', data: {} }

/** Three tokens, the last of which ends; pays by the number of zeros, right when there are two. */
const task: Task = {
  id: 'zeros',
  title: '',
  description: '',
  levels: [level],
  vocabulary: ['0', '1', '.'],
  end: 2,
  problem: () => problem,
  verify: (_level, _problem, response) => {
    const zeros = response.filter(token => token === 0).length
    return { reward: zeros / 4, correct: zeros === 2, answer: '', note: '' }
  },
  reference: () => [0, 0, 2],
  enumeration: () => ({
    states: 5 * 5 * 2,
    stateOf: (_problem, response) =>
      10 * response.length + 2 * response.filter(token => token === 0).length + (response.at(-1) === 2 ? 1 : 0),
  }),
  readAs: () => 'nothing',
  picture: () => ({ kind: 'cells', cells: [] }),
}

/** A fixed random table: the row depends on the length only, so both listings must agree. */
const rowOfLength = (length: number): Float64Array => {
  const draw = stream(1, length)
  return softmax(Array.from({ length: V }, () => drawNormal(draw)))
}
const byLength: NextTokens = prefixes => Float64Array.from(prefixes.flatMap(prefix => [...rowOfLength(prefix.length)]))
/** A random row for every prefix: what a network does. */
const rowOfPrefix = (prefix: readonly number[]): Float64Array => {
  const draw = stream(hash(2, [9, ...prefix]), prefix.length)
  return softmax(Array.from({ length: V }, () => drawNormal(draw)))
}
const byPrefix: NextTokens = async prefixes => Float64Array.from(prefixes.flatMap(prefix => [...rowOfPrefix(prefix)]))

/** Expected reward and success by walking every response. */
function bruteForce(prefix: readonly number[], row: (prefix: readonly number[]) => Float64Array): [number, number] {
  if (isOver(task, level, prefix)) {
    const { reward, correct } = task.verify(level, problem, prefix)
    return [reward, correct ? 1 : 0]
  }
  return row(prefix).reduce<[number, number]>(
    ([reward, success], p, token) => {
      const [r, s] = bruteForce([...prefix, token], row)
      return [reward + p * r, success + p * s]
    },
    [0, 0],
  )
}

describe('values', () => {
  it('agree with brute force at every prefix', async () => {
    const exact = await exactValues(task, level, problem, byPrefix, { over: 'prefixes' })
    exact.prefixes.forEach((prefix, node) => {
      const [reward, success] = bruteForce(prefix, rowOfPrefix)
      expect(exact.value[node]).toBeCloseTo(reward, 12)
      expect(exact.success[node]).toBeCloseTo(success, 12)
    })
    expect(exact.prefixes.length).toBeGreaterThan(30)
  })

  it('are the same over states as over prefixes when only the state counts, with fewer nodes', async () => {
    const [states, prefixes] = await Promise.all(
      (['states', 'prefixes'] as const).map(over => exactValues(task, level, problem, byLength, { over })),
    )
    if (!states || !prefixes) throw new Error('two listings were asked for')
    expect(states.prefixes.length).toBeLessThan(prefixes.prefixes.length)
    prefixes.prefixes.forEach((prefix, node) => {
      const merged = states.nodeOf(prefix)
      expect(merged).toBeDefined()
      expect(states.value[merged ?? 0]).toBeCloseTo(prefixes.value[node]!, 12)
    })
    const reachAtLength = (exact: Exact, length: number) =>
      exact.prefixes.reduce((total, prefix, node) => total + (prefix.length === length ? exact.reach[node]! : 0), 0)
    for (let length = 0; length <= 4; length++) {
      expect(reachAtLength(states, length)).toBeCloseTo(reachAtLength(prefixes, length), 12)
    }
  })

  it('agree with sampling', async () => {
    const exact = await exactValues(task, level, problem, byPrefix, { over: 'prefixes' })
    const draw = stream(3, 0)
    const samples = 20_000
    let total = 0
    for (let i = 0; i < samples; i++) {
      const response: number[] = []
      while (!isOver(task, level, response)) response.push(drawWeighted(draw, rowOfPrefix(response)))
      total += task.verify(level, problem, response).reward
    }
    expect(Math.abs(total / samples - exact.value[0]!)).toBeLessThan(4 * Math.sqrt(0.25 / samples))
  })

  it('Q is the value after the token; advantages average to 0 and add up to reward minus value', async () => {
    const exact = await exactValues(task, level, problem, byPrefix, { over: 'prefixes' })
    const response = [0, 1, 0, 1]
    const along = valuesAlong(exact, response)
    const credit = advantageOfTokens(exact, response)
    response.forEach((token, t) => {
      const node = exact.nodeOf(response.slice(0, t)) ?? -1
      expect(exact.q[node * V + token]).toBe(along[t + 1])
      const mean = exactAdvantages(exact, response.slice(0, t))?.reduce(
        (total, advantage, other) => total + exact.probability[node * V + other]! * advantage,
        0,
      )
      expect(mean).toBeCloseTo(0, 12)
    })
    expect(credit.reduce((total, each) => total + each, 0)).toBeCloseTo(0.5 - exact.value[0]!, 12)
  })

  it('a forbidden token leads nowhere', async () => {
    const never: NextTokens = prefixes => prefixes.flatMap(() => [0.5, 0, 0.5])
    const exact = await exactValues(task, level, problem, never, { over: 'prefixes' })
    expect(exact.prefixes.some(prefix => prefix.includes(1))).toBe(false)
    expect(exact.q[1]).toBeNaN()
    expect(exact.nodeOf([1])).toBeUndefined()
    expect(exactAdvantages(exact, [1])).toBeUndefined()
    expect(exactGradient(exact).every(Number.isFinite)).toBe(true)
  })
})

describe('policy gradient', () => {
  it('agrees with finite differences of the exact value, per row of a table', async () => {
    const rows = 4
    const logits = Float64Array.from({ length: rows * V }, (_, i) => Math.sin(i))
    const solved = async (table: Float64Array): Promise<Exact> => {
      const next: NextTokens = prefixes =>
        prefixes.flatMap(({ length }) => [...softmax(table.subarray(length * V, (length + 1) * V))])
      return exactValues(task, level, problem, next, { over: 'states' })
    }
    const gradient = exactRowGradient(await solved(logits), rows, response => response.length)
    const width = 1e-5
    for (let i = 0; i < logits.length; i++) {
      const [up, down] = [logits.slice(), logits.slice()]
      up[i]! += width
      down[i]! -= width
      const slope = ((await solved(up)).value[0]! - (await solved(down)).value[0]!) / (2 * width)
      expect(gradient[i]).toBeCloseTo(slope, 8)
    }
    expect(Math.max(...gradient.map(Math.abs))).toBeGreaterThan(1e-3)
  })

  it('sums to 0 at every node: raising all logits changes nothing', async () => {
    const exact = await exactValues(task, level, problem, byPrefix, { over: 'prefixes' })
    const gradient = exactGradient(exact)
    for (let node = 0; node < exact.prefixes.length; node++) {
      expect(gradient.subarray(node * V, (node + 1) * V).reduce((total, slope) => total + slope, 0)).toBeCloseTo(0, 12)
    }
  })
})

describe('limits', () => {
  it('refuses more nodes than the limit', async () => {
    await expect(exactValues(task, level, problem, byPrefix, { over: 'prefixes', limit: 20 })).rejects.toThrow(
      'exact: expected at most 20 prefixes of "zeros", got more.',
    )
  })
  it('refuses states where the task has none', async () => {
    const { enumeration: _, ...stateless } = task
    await expect(exactValues(stateless, level, problem, byLength, { over: 'states' })).rejects.toThrow('enumeration')
  })
  it('lists the places at which the policy goes on, where the world speaks', async () => {
    const world = { ...task, episodes: oneWord }
    const exact = await exactValues(world, level, problem, byLength, { over: 'prefixes' })
    // The first word ends the episode; what the world says to it is part of the response.
    expect(exact.prefixes.length).toBe(1 + exact.probability.subarray(0, exact.vocabSize).filter(p => p > 0).length)
    expect(exact.prefixes.slice(1).every(prefix => prefix.length === 1)).toBe(true)
  })
  it('brackets the truth when rare prefixes are not looked into', async () => {
    const whole = await exactValues(task, level, problem, byPrefix, { over: 'prefixes' })
    for (const minReach of [0.01, 0.05, 0.2]) {
      const part = await exactValues(task, level, problem, byPrefix, { over: 'prefixes', minReach })
      expect(part.prefixes.length).toBeLessThan(whole.prefixes.length)
      expect(part.missing[0]).toBeGreaterThan(0)
      part.prefixes.forEach((prefix, node) => {
        const truth = whole.value[whole.nodeOf(prefix) ?? -1] ?? Number.NaN
        expect(truth).toBeGreaterThanOrEqual(part.value[node]! - 1e-12)
        expect(truth).toBeLessThanOrEqual(part.value[node]! + part.missing[node]! + 1e-12)
      })
    }
    expect(Math.max(...whole.missing)).toBe(0)
  })
})
