import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Batch, extentLength } from '../core/batch.ts'
import { type Column, columns, type Kind, specOf } from '../core/columns.ts'
import { syntheticBatch } from '../methods/fixture.ts'
import { ExchangeError, readExchange, writeExchange } from './exchange.ts'

const jsonl = (...lines: object[]): string => lines.map(line => JSON.stringify(line)).join('\n')
const only = (text: string) => readExchange(text).batches[0]!

const problemsOf = (text: string): string[] => {
  try {
    readExchange(text)
  } catch (error) {
    if (error instanceof ExchangeError) return error.problems.map(problem => problem.message)
    throw error
  }
  return []
}

describe('reading', () => {
  test('groups need not be neighbours nor of one size, and "7" is 7', () => {
    const { batch, groupNames } = only(
      jsonl({ group: '7', reward: 1 }, { group: 'b', reward: 0 }, { group: 7, reward: 0.5 }),
    )
    expect(groupNames).toEqual(['7', 'b'])
    expect([...batch.group]).toEqual([0, 1, 0])
    expect([...batch.reward]).toEqual([1, 0, 0.5])
  })

  test('iterations are batches of their own, in ascending order', () => {
    const { batches } = readExchange(
      jsonl(
        { group: 1, reward: 1, iteration: 3 },
        { group: 1, reward: 0, iteration: 2 },
        { group: 2, reward: 0, iteration: 3 },
      ),
    )
    expect(batches.map(({ iteration, batch }) => [iteration, batch.rollouts])).toEqual([
      [2, 1],
      [3, 2],
    ])
    expect(batches[1]!.rollouts.map(({ source }) => source.row)).toEqual([1, 3])
  })

  test('a reward of null is a rollout that nothing could score', () => {
    expect(only(jsonl({ group: 1, reward: null })).batch.reward[0]).toBeNaN()
  })

  test('per-token lists become ragged columns; null is allowed where the world wrote the token', () => {
    const { batch } = only(
      jsonl(
        { group: 1, reward: 1, mask: [1, 0], oldLogp: [-1, null], tokens: ['a', 'b'] },
        { group: 1, reward: 0, mask: [1], oldLogp: [-2], tokens: ['a'] },
      ),
    )
    expect([...batch.tokenStart]).toEqual([0, 2, 3])
    expect([...batch.oldLogp!]).toEqual([-1, 0, -2])
    expect([...batch.token]).toEqual([0, 1, 0])
  })

  test('older files say entropy and value for what is oldEntropy and oldValue', () => {
    const { batch } = only(jsonl({ group: 1, reward: 1, entropy: [0.5], value: [0.25] }))
    expect([batch.oldEntropy?.[0], batch.oldValue?.[0]]).toEqual([0.5, 0.25])
    expect(columns.filter(column => batch[column])).toEqual(['problem', 'oldEntropy', 'oldValue'])
  })

  test('beside oldValue, value is what the critic says now; a file is of one kind or of the other', () => {
    const line = { group: 1, reward: 1, oldValue: [0.5], value: [0.25] }
    const { batch } = only(jsonl(line))
    expect([batch.oldValue?.[0], batch.value?.[0]]).toEqual([0.5, 0.25])
    expect(problemsOf(jsonl(line, { group: 1, reward: 1, value: [0.25] }))).toEqual([
      'line 2.oldValue: expected a value, because line 1 has one, got none. Give it on every line or on none.',
    ])
  })

  test('null is a gap where a column may have one, and nowhere else', () => {
    const { batch } = only(jsonl({ group: 1, reward: 1, processReward: [null, 1], passRate: null }))
    expect([...batch.processReward!, ...batch.passRate!]).toEqual([Number.NaN, 1, Number.NaN])
    expect(problemsOf(jsonl({ group: 1, reward: 1, critique: [null, 1] }))).toEqual([
      'line 1.critique[0]: expected a number from 0 to 1, got null. Only tokens with mask 0 may go without one.',
    ])
  })

  test('numbers are of the kind that the column is of', () => {
    const wrong = {
      group: 1,
      reward: 1,
      oldLogp: [0.7],
      item: [0.5],
      passRate: 2,
      external: [3],
      dpoLogits: [[1], [1, 2]],
    }
    expect(problemsOf(jsonl(wrong)).map(problem => problem.split(/\. (?=[A-Z])/)[0])).toEqual([
      'line 1.passRate: expected a number from 0 to 1, got 2',
      'line 1.external[0]: expected 0 or 1, got 3. 1 is yes.',
      'line 1.item[0]: expected a whole number from 0, got 0.5',
      'line 1.oldLogp[0]: expected a number of at most 0, got 0.7',
      'line 1.dpoLogits: expected a list of 1 numbers per token, got [1,2]',
      'line 1.dpoLogits: expected 1 values, as many as "external", got 2',
    ])
  })

  test('equal state keys are equal states across responses; a turn without a key is in a state of its own', () => {
    const turns = [
      { start: 0, end: 1, stateKey: 'door' },
      { start: 1, end: 2 },
    ]
    const { batch } = only(
      jsonl({ group: 1, reward: 1, mask: [1, 1], turns }, { group: 1, reward: 0, mask: [1, 1], turns: [turns[0]!] }),
    )
    expect([...batch.turns!.start]).toEqual([0, 1, 2])
    expect(batch.stateKey![0]).toBe(batch.stateKey![2])
    expect(batch.stateKey![1]).not.toBe(batch.stateKey![0])
  })

  test('a byte-order mark, blank lines and carriage returns are no part of the data', () => {
    expect(only('\uFEFF{"group":1,"reward":1}\r\n\r\n{"group":1,"reward":0}\r\n').batch.rollouts).toBe(2)
  })

  test('unknown fields are left out with a notice, once each', () => {
    const { notices } = readExchange(
      jsonl({ group: 1, reward: 1, colour: 'red' }, { group: 1, reward: 1, colour: 'blue' }),
    )
    expect(notices).toEqual(['line 1: colour is not a field of the format; left out.'])
  })
})

describe('what is wrong is named by line and field', () => {
  test.each([
    ['{"group":1,"reward":"abc"}', 'line 1.reward: expected a number, got "abc".'],
    ['{"group":1.5,"reward":1}', 'line 1.group: expected a text or a whole number, got 1.5.'],
    ['[1]', 'line 1: expected a JSON object, got [1].'],
    ['{"group":1,', 'line 1: expected a JSON object, got "{\\"group\\":1,".'],
    ['', 'line 1: expected at least one rollout, got an empty file.'],
    ['{"schema":"x@2","group":1,"reward":1}', 'line 1.schema: expected "advantage-playground/rollout@1", got "x@2".'],
    ['{"group":1,"reward":1,"logp":[-1,"x"]}', 'line 1.logp[1]: expected a number of at most 0, got "x".'],
    ['{"group":1,"reward":1,"logp":[-1,null]}', 'line 1.logp[1]: expected a number of at most 0, got null.'],
    ['{"group":1,"reward":1,"mask":[1,2]}', 'line 1.mask[1]: expected 0 or 1, got 2.'],
    [
      '{"group":1,"reward":1,"tokens":["a","b"],"logp":[-1]}',
      'line 1.logp: expected 2 values, as many as "tokens", got 1.',
    ],
    ['{"group":1,"reward":1,"correct":"yes"}', 'line 1.correct: expected true or false, got "yes".'],
    [
      '{"group":1,"reward":1,"rewardParts":{"format":"good"}}',
      'line 1.rewardParts.format: expected a number, got "good".',
    ],
    [
      '{"group":1,"reward":1,"mask":[1,1],"turns":[{"start":0,"end":3}]}',
      'line 1.turns[0].end: expected a whole number from 0 to 2, got 3.',
    ],
    [
      '{"group":1,"reward":1,"mask":[1,1],"turns":[{"start":0,"end":2},{"start":0,"end":2}]}',
      'line 1.turns[1].start: expected a whole number from 2, got 0.',
    ],
  ])('%s', (text, message) => {
    expect(problemsOf(text).map(problem => problem.slice(0, message.length))).toEqual([message])
  })

  test('all malformed lines are found, not only the first', () => {
    const problems = problemsOf('{"group":1}\n{"reward":2,"group":1}\nnope\n{"reward":true}')
    expect(problems.map(problem => /^line \d+[.\w]*/.exec(problem)?.[0])).toEqual([
      'line 1.reward',
      'line 3',
      'line 4.group',
      'line 4.reward',
    ])
  })

  test('a column stands on every line or on none', () => {
    const problems = problemsOf(jsonl({ group: 1, reward: 1, logp: [-1] }, { group: 1, reward: 1, tokens: ['a'] }))
    expect(problems).toEqual([
      'line 2.logp: expected a value, because line 1 has one, got none. Give it on every line or on none.',
    ])
  })

  test('a group has one pass rate', () => {
    const problems = problemsOf(jsonl({ group: 1, reward: 1, passRate: 0.5 }, { group: 1, reward: 1, passRate: 0.25 }))
    expect(problems[0]).toContain('line 2.passRate: expected 0.5, as on line 1 of the same group, got 0.25')
  })
})

const bit = fc.integer({ min: 0, max: 1 })
const amount = fc.float({ noNaN: true, noDefaultInfinity: true, min: 0, max: 100 }).map(x => x + 0)
const numberOf: Readonly<Record<Kind, fc.Arbitrary<number>>> = {
  flag: bit,
  logp: amount.map(x => 0 - x),
  share: fc.float({ noNaN: true, min: 0, max: 1 }).map(x => x + 0),
  amount,
  whole: fc.nat(50),
  key: fc.nat(50),
  signed: fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }).map(x => x + 0),
}

/** Any subset of all columns that a batch of this shape can have, gaps included where their rows allow them. */
function anyColumns(shape: Batch): fc.Arbitrary<Partial<Batch>> {
  const arbitrary = (column: Column) => {
    const { kind, gaps, extent } = specOf(column)
    const length = extentLength(shape, extent)
    const value = gaps ? fc.oneof({ weight: 4, arbitrary: numberOf[kind] }, fc.constant(Number.NaN)) : numberOf[kind]
    return fc.array(value, { minLength: length, maxLength: length }).map(values => Float32Array.from(values))
  }
  const possible = columns.filter(column => extentLength(shape, specOf(column).extent) > 0)
  const given = Object.fromEntries(possible.map(column => [column, arbitrary(column)]))
  // An old name alone would be read as the new one (see the next test).
  return fc.record(given, { requiredKeys: [] }).map(({ entropy, value, ...rest }) => ({
    ...rest,
    ...(rest.oldEntropy && entropy && { entropy }),
    ...(rest.oldValue && value && { value }),
  }))
}

/** Batches with any subset of columns, unequal groups, holes, empty responses, and turns. */
const anyBatch: fc.Arbitrary<Batch> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 6 })
  .chain(rows => {
    const names = [...new Set(rows.map(([group]) => group))]
    const tokens = rows.reduce((total, [, length]) => total + length, 0)
    const start = rows.reduce<number[]>((starts, [, length]) => starts.concat(starts.at(-1)! + length), [0])
    const rewards = fc.array(numberOf.signed, { minLength: rows.length, maxLength: rows.length })
    const whole = rows.map((_, i) => i).filter(i => rows[i]![1] > 0)
    const turns = {
      rollout: Int32Array.from(whole),
      start: Int32Array.from(whole, i => start[i]!),
      end: Int32Array.from(whole, i => start[i + 1]!),
    }
    const plain: Batch = {
      rollouts: rows.length,
      groups: names.length,
      group: Int32Array.from(rows, ([group]) => names.indexOf(group)),
      tokenStart: Int32Array.from(start),
      token: new Int32Array(tokens),
      reward: new Float32Array(rows.length),
      ...(whole.length > 0 && { turns }),
    }
    const rest = fc.record(
      {
        reward: rewards.map(values => Float32Array.from(values)),
        token: fc.array(fc.nat(50), { minLength: tokens, maxLength: tokens }).map(ids => Int32Array.from(ids)),
        answer: fc.array(fc.string(), { minLength: rows.length, maxLength: rows.length }),
        format: rewards.map(values => Float32Array.from(values)),
      },
      { requiredKeys: ['reward', 'token'] },
    )
    return fc.tuple(rest, anyColumns({ ...plain, vocabulary: 2 })).map(([{ format, ...known }, held]) => ({
      ...plain,
      ...known,
      ...held,
      ...(columns.some(column => specOf(column).extent === 'next' && held[column]) && { vocabulary: 2 }),
      ...(format && { rewardParts: { format } }),
    }))
  })

describe('writing', () => {
  test('what is written reads back the same', () => {
    fc.assert(
      fc.property(anyBatch, batch => {
        const problem = Float32Array.from({ length: batch.groups }, (_, group) => group)
        expect(only(writeExchange(batch)).batch).toEqual({ problem, ...batch })
      }),
      { numRuns: 300 },
    )
  })

  test('groups of one name are one problem in every iteration', () => {
    const rows = [
      { iteration: 1, group: 'p', reward: 1 },
      { iteration: 1, group: 'q', reward: 0 },
      { iteration: 2, group: 'q', reward: 1 },
    ]
    const { batches } = readExchange(rows.map(row => JSON.stringify(row)).join('\n'))
    expect(batches.map(({ batch }) => [...batch.problem!])).toEqual([[0, 1], [1]])
  })

  test('texts, prompts and the iteration come along', () => {
    const batch = only(jsonl({ group: 'p', reward: 1, tokenIds: [1, 0] })).batch
    const text = writeExchange(batch, { iteration: 4, groupNames: ['p'], prompts: ['1+1='], textOf: id => 'ab'[id]! })
    expect(JSON.parse(text)).toMatchObject({
      iteration: 4,
      group: 'p',
      prompt: '1+1=',
      response: 'ba',
      tokens: ['b', 'a'],
    })
    expect(readExchange(text).vocabulary.get(1)).toBe('b')
  })

  test('numbers are as short as single precision allows', () => {
    const batch = only(jsonl({ group: 1, reward: 0.1 })).batch
    expect(writeExchange(batch)).toContain('"reward":0.1')
  })

  test('every column travels, those of next tokens as a list of lists', () => {
    const plain = syntheticBatch()
    const [mask, trained] = [plain.credit!.map(() => 1), plain.credit!.map((_, t) => t % 2)]
    const all = { ...plain, mask, trained }
    const { batch } = only(writeExchange(all))
    expect(columns.filter(column => batch[column] === undefined)).toEqual([])
    expect(batch).toEqual({ ...all, token: batch.token })
  })
})

describe('words about a file', () => {
  test('a thousand lines with one fault are one sentence', () => {
    const text = Array.from({ length: 1000 }, () => '{"group":1}').join('\n')
    try {
      readExchange(text)
      expect.unreachable()
    } catch (error) {
      expect(String(error)).toMatch(/line 1\.reward: .* \(999 more like this: line 2, 3, 4, 5, 6, \.\.\.\)$/)
    }
  })

  test('what is wrong with a column that nobody reads is told, and the rest is read', () => {
    const text = jsonl({ group: 1, reward: 1, samplerLogp: [3] }, { group: 1, reward: 0, samplerLogp: [-1] })
    const { batches, notices } = readExchange(text, { reads: ['oldLogp'] })
    expect([...batches[0]!.batch.reward]).toEqual([1, 0])
    expect(batches[0]!.batch.samplerLogp).toBeUndefined()
    expect(notices).toEqual([expect.stringMatching(/^line 1\.samplerLogp\[0\]: .* left out: it is not read here\.$/)])
    expect(() => readExchange(text)).toThrow(/samplerLogp/)
  })

  test('where the sampler told nothing, the ratio to it is 1', () => {
    const line = { group: 1, reward: 1, oldLogp: [-1, -2], samplerLogp: [null, -1] }
    const { batches, notices } = readExchange(jsonl(line))
    expect([...batches[0]!.batch.samplerLogp!]).toEqual([-1, -1])
    expect(notices).toEqual(['samplerLogp: null at 1 token; oldLogp is taken there, ratio 1.'])
    expect(() => readExchange(jsonl({ ...line, oldLogp: undefined }))).toThrow(/Give oldLogp/)
  })

  test('numbers and ids that single precision or 31 bits cannot hold are none', () => {
    const says = (line: object) => problemsOf(jsonl({ group: 1, reward: 1, ...line }))[0]
    expect(says({ reward: 1e39 })).toContain('expected a number, got 1e+39')
    expect(says({ rewardParts: { a: -1e39 } })).toContain('rewardParts.a')
    expect(says({ tokenIds: [2 ** 32] })).toContain('tokenIds[0]')
    expect(says({ tokenIds: [-1] })).toContain('tokenIds[0]')
    expect(says({ credit: [1e39] })).toContain('credit[0]')
  })

  test('every name may be the name of a part', () => {
    const parts = (text: string) => Object.keys(readExchange(text).batches[0]!.batch.rewardParts!)
    expect(parts('{"group":1,"reward":1,"rewardParts":{"__proto__":1,"b":2}}')).toEqual(['__proto__', 'b'])
  })
})
