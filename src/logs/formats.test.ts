import { describe, expect, test } from 'vitest'
import { inFileOrder, type Log } from '../core/log.ts'
import { fileOf, type LogFile } from './file.ts'
import { jsonl, samples, verl } from './fixtures.ts'
import { formats } from './format.ts'
import { readLog } from './read.ts'
import { logLines } from './write-log.ts'

const read = (text: string, name = 'log.jsonl'): Promise<Log> => readLog([fileOf(name, text)])
const groups = (log: Log): string[] =>
  inFileOrder(log.batches, ({ groupNames, batch }, i) => groupNames[batch.group[i]!]!)
const rewards = (log: Log): number[] => inFileOrder(log.batches, ({ batch }, i) => batch.reward[i]!)
const advantages = (log: Log): number[] =>
  inFileOrder(log.batches, ({ batch }, i) => batch.advantage?.[i] ?? Number.NaN)
const only = (log: Log) => log.batches[0]!

describe('every format', () => {
  test('has a sample here', () => expect(Object.keys(samples).sort()).toEqual([...formats.keys()].sort()))

  test.each(Object.entries(samples))('%s is told from all others, and two rollouts are a group', async (id, text) => {
    const log = await read(text)
    expect([log.format, log.problems]).toEqual([id, []])
    expect(log.batches.map(({ batch }) => [batch.rollouts, batch.groups])).toEqual([[2, 1]])
    if (id !== 'prime-tokens') expect(rewards(log)).toEqual([1, 0])
  })

  test.each(Object.entries(samples))('%s shrugs at records of other kinds', async (id, text) => {
    const others = [null, 1, 'a', [], [1], {}, { a: {} }, true]
    const [first] = text.split('\n')
    const json: object = JSON.parse(first!.replaceAll('NaN', 'null'))
    for (const field of Object.keys(json))
      for (const other of others) {
        const log = await readLog([fileOf('log.jsonl', jsonl({ ...json, [field]: other }))], { format: id }).catch(
          (error: unknown) => error,
        )
        if (log instanceof Error) expect(log.name).toMatch(/PlaygroundError|ExchangeError/)
      }
  })
})

describe('what real files show', () => {
  test('a bare NaN is a missing value, and said', async () => {
    const log = await read(
      '{"input":"NaN","output":"a","score":NaN,"step":1}\n{"input":"NaN","output":"b","score":-Infinity,"step":1}',
    )
    expect(rewards(log)).toEqual([Number.NaN, Number.NaN])
    expect(log.notices.join()).toMatch(/NaN stands bare/)
    expect(log.problems.join()).toMatch(/line 2\.score/)
    expect(only(log).rollouts[0]!.prompt).toBe('NaN')
  })

  test('byte order mark, carriage returns, blank lines and U+2028 are no lines of their own', async () => {
    const log = await read(`\uFEFF${jsonl(verl('a\u2028b', 1))}\r\n\r\n${jsonl(verl('a\u2028b', 0))}\r\n`)
    expect(only(log).rollouts.map(({ source }) => source.row)).toEqual([1, 3])
    expect(only(log).batch.groups).toBe(1)
  })

  test('a last line that is cut off is left out, and said; another broken line is named', async () => {
    const cut = await read(`${jsonl(verl('a', 1), verl('a', 0))}\n{"input": "a", "outp`)
    expect([only(cut).batch.rollouts, cut.problems]).toEqual([2, []])
    expect(cut.notices.join()).toMatch(/cut off/)
    const broken = await read(`${jsonl(verl('a', 1))}\n{"input": "a",\n${jsonl(verl('a', 0))}\n`)
    expect(broken.problems.join()).toMatch(/line 2: expected a JSON object/)
  })

  test('an empty file says so', async () => {
    await expect(read('')).rejects.toThrow(/expected at least one rollout, got an empty file/)
    await expect(read('\n\n')).rejects.toThrow(/at least one rollout/)
  })

  test('verl V1: the group is the first part of uid, outputs of one session are one rollout', async () => {
    const log = await read(jsonl(...['u_0_0', 'u_0_1', 'u_1_0', 'v_0_0'].map(uid => verl('q', 1, { uid }))))
    expect(groups(log)).toEqual(['u', 'u', 'u', 'v'])
    expect([...only(log).batch.rollout!]).toEqual([0, 0, 1, 2])
    expect(only(log).grouping.by).toBe('recorded')
  })

  test('scattered rows are grouped by prompt; neighbours of equal prompt stay two groups where the size says so', async () => {
    const scattered = await read(jsonl(...['a', 'b', 'a', 'b', 'b', 'a'].map(prompt => verl(prompt, 1))))
    expect([groups(scattered).join(''), only(scattered).grouping.by]).toEqual(['121221', 'prompt'])
    const twice = await read(
      jsonl(...['a', 'a', 'b', 'b', 'a', 'a', 'c', 'c', 'c', 'c'].map(prompt => verl(prompt, 1))),
    )
    expect([groups(twice).join(''), only(twice).grouping.by]).toEqual(['1122334455', 'position'])
    const short = await read(jsonl(...['a', 'b', 'b', 'c', 'c'].map(prompt => verl(prompt, 1))))
    expect(groups(short).join('')).toBe('12233')
  })

  test('prompts may be messages, with and without a system message', async () => {
    const completion = [{ role: 'assistant', content: 'a' }]
    const chat = [
      { role: 'system', content: 's' },
      { role: 'user', content: 'q' },
    ]
    const rows = [chat, chat.slice(1)].map(prompt => ({ step: 1, prompt, completion, right: 1, advantage: 0 }))
    const [first, second] = only(await read(jsonl(...rows))).rollouts
    expect([first!.prompt, second!.prompt, first!.response]).toEqual(['system: s\nuser: q', 'q', 'a'])
  })

  test('the table of W&B is columns and data; what no function scored has no reward', async () => {
    const log = await read(
      '{"columns":["step","prompt","completion","a","b","advantage"],"data":[[1,"q","x",NaN,0.5,0.25],[1,"q","y",NaN,NaN,0]]}',
    )
    expect([log.format, rewards(log)]).toEqual(['trl', [0.5, Number.NaN]])
  })

  test('the weights of reward functions are told by the advantages; a number that has none is no reward', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({
      right: i % 3 === 0 ? 1 : 0,
      short: (i * 7) % 5,
      length: (i * 11) % 13,
    }))
    const total = rows.map(({ right, short }) => right + 0.25 * short)
    const mean = (from: number) => total.slice(from, from + 4).reduce((sum, value) => sum + value, 0) / 4
    const lines = rows.map((row, i) => ({
      ...{ step: 1, prompt: `q${i >> 2}`, completion: 'x', ...row },
      advantage: (total[i]! - mean(i & ~3)) * (1 + (i >> 2)),
    }))
    const log = await read(jsonl(...lines))
    expect(rewards(log)).toEqual(total)
    expect(log.fields.reward).toMatchObject({ state: 'recomputed', because: expect.stringMatching(/0\.25 × short/) })
    expect(Object.keys(only(log).batch.rewardParts!)).toEqual(['right', 'short'])
  })

  test('a column that is one short is told, and its last value missing', async () => {
    const log = await read(jsonl({ id: ['a', 'a'], prompt: ['q', 'q'], responses: ['x', 'y'], scores: [1] }))
    expect(log.problems.join()).toMatch(/scores: expected 2 values, as many as other columns, got 1/)
    expect(rewards(log)).toEqual([1, Number.NaN])
  })

  test('an advantage that was never assigned is a gap, not 0', async () => {
    const { traces, ...episode } = JSON.parse(samples.episodes!.split('\n')[0]!)
    const [trace] = traces
    const { advantages: _, ...node } = trace.nodes[1]
    const without = { ...episode, traces: [{ ...trace, nodes: [trace.nodes[0], node] }] }
    expect(advantages(await read(`${samples.episodes}\n${jsonl(without)}`))).toEqual([0.5, -0.5, Number.NaN])
  })

  test('a failed episode is a rollout that was left out, with its reason', async () => {
    const failed = { task: { key: 'k' }, traces: [], ok: false, errors: [{ type: 'ProviderError' }] }
    const log = await read(`${samples.episodes}\n${jsonl(failed)}`)
    expect(only(log).rollouts[2]).toMatchObject({ discarded: 'failed: ProviderError', group: 'k' })
  })

  test('a trace is a tree: the last branch counts', async () => {
    const say = (content: string, parent?: number) => ({
      parent,
      sampled: parent !== undefined,
      message: { role: parent === undefined ? 'user' : 'assistant', content },
    })
    const line = { task: { key: 'k' }, traces: [{ nodes: [say('q'), say('first', 0), say('second', 0)], rewards: {} }] }
    expect(only(await read(jsonl(line))).rollouts[0]).toMatchObject({ prompt: 'q', response: 'second' })
  })

  test('a mask that leaks into the prompt does not change the group, and stays to be seen', async () => {
    const row = (mask: number[]) => ({
      ...{ content: ['q'], rewards: [1], idx: 0, token_ids: [[7, 8, 9]], token_loss_mask: [mask] },
      ...{ generation_logprobs: [[0, -1, -1]], advantages: [[0.5, 0.5, 0.5]] },
    })
    const log = await read(jsonl(row([0, 1, 1]), row([1, 1, 1])))
    expect([only(log).batch.groups, [...only(log).batch.tokenStart]]).toEqual([1, [0, 2, 5]])
  })

  test('steps stand in names where rows have none, evaluations stay apart', async () => {
    const file = (name: string, score: number): LogFile =>
      fileOf(name, jsonl({ content: ['q'], rewards: [score], idx: 0 }))
    const log = await readLog([
      file('run/train_data_step10.jsonl', 1),
      file('run/train_data_step9.jsonl', 0),
      file('run/val_data_step9.jsonl', 0),
    ])
    expect(log.batches.map(({ iteration, batch }) => [iteration, batch.rollouts])).toEqual([
      [9, 1],
      [10, 1],
    ])
    expect(log.notices.join()).toMatch(/1 rollout of an evaluation is left out/)
  })

  test('a pickled dump is never read, and the way around is shown', async () => {
    const pickle = Uint8Array.from([0x80, 4, 0x95, 0, 0, 0, 0])
    await expect(readLog([fileOf('rollout.pt', pickle)])).rejects.toThrow(/pickled dump/)
  })
})

describe('a log that no format knows', () => {
  test('is read by the names of its fields, texts cut into approximate tokens', async () => {
    const log = await read('question,answer,score,step\n"a, b",one two,1,4\n"a, b",three,0,4\n', 'mine.csv')
    expect([log.format, rewards(log), log.batches[0]!.iteration]).toEqual(['mapped', [1, 0], 4])
    expect(log.fields.tokens).toMatchObject({ state: 'recomputed' })
    expect(only(log).batch.token.length).toBe(3)
  })

  test('without a reward says what is known', async () => {
    await expect(read(jsonl({ a: 1 }))).rejects.toThrow(/expected rollouts of a known format/)
    await expect(read('just words')).rejects.toThrow(/expected JSONL, JSON, CSV, parquet/)
  })
})

describe('how sure a format is', () => {
  test('a row of another kind before the others does not hide them', async () => {
    for (const [id, text] of Object.entries(samples)) {
      if (id === 'exchange' || JSON.parse(text.split('\n')[0]!.replaceAll('NaN', 'null')) === null) continue
      const rows = text.split('\n')
      if (rows.length < 2) continue
      const log = await read(['{"hello":"world"}', ...rows].join('\n'))
      expect(log.format, id).toBe(id)
      expect(log.recognised?.sure, id).toBeGreaterThan(0)
    }
  })

  test('is told, with what else it might be; not of a format that was chosen', async () => {
    const rows = jsonl(verl('a', 1), verl('a', 0))
    const log = await read(rows)
    expect(log.recognised).toMatchObject({ sure: 0.9, others: [{ id: 'mapped' }] })
    expect(await readLog([fileOf('a.jsonl', rows)], { format: 'verl' })).not.toHaveProperty('recognised')
  })
})

describe('variations of formats', () => {
  test('a verl dump that was patched to write advantages has them, as one number or per token', async () => {
    const rows = [1, 0].map((score, k) => verl('a', score, k === 0 ? { advantage: 0.5 } : { advantages: [-0.5, -0.5] }))
    const log = await read(jsonl(...rows))
    expect(advantages(log)).toEqual([0.5, -0.5])
    expect(log.fields.advantage).toEqual({ state: 'recorded' })
    expect(advantages(await read(jsonl(verl('a', 1, { advantages: [1, 2] }))))).toEqual([Number.NaN])
  })

  test('one line of columns is many rollouts, also where only the names of its fields tell', async () => {
    const log = await read(jsonl({ question: ['q', 'q', 'r'], answer: ['a', 'b', 'c'], correct: [1, 0, 1], step: 4 }))
    expect([log.format, rewards(log), only(log).batch.groups]).toEqual(['mapped', [1, 0, 1], 2])
    expect(only(log).iteration).toBe(4)
  })

  test('agents that only some rollouts name come back from the exchange format', async () => {
    const [first, second] = samples.episodes!.split('\n').map(line => JSON.parse(line))
    first.traces[0].agent = { name: 'solver' }
    const log = await read(jsonl(first, second))
    const back = await read([...logLines(log)].join(''))
    expect(only(back).rollouts.map(({ extra }) => extra.role)).toEqual(['solver', undefined])
    expect(rewards(back)).toEqual(rewards(log))
  })
})
