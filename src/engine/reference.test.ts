/**
 * What a dozen recipes come to, to the bit. A change that is meant to change no number must leave these alone; one that
 * is meant to says in its message which moved and why, and records them anew: `RECORD=1 npx vitest run src/engine/reference`.
 */
import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Metrics } from '../core/metrics.ts'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import { hash } from '../core/rng.ts'
import { openRecipe } from './opening/open.ts'
import recorded from './reference.json'
import { createPlayer } from './session/player.ts'

interface Case {
  readonly recipe: Partial<Recipe>
  readonly backend?: 'wasm' | 'cpu'
  readonly path?: 'fused' | 'plain'
}

const table = { policy: 'tabular', base: 'warm' }
const twice = { innerEpochs: 2, minibatches: 2 }

/** Every kind of policy, every path, and methods that between them use every slot and most columns. */
const cases: Readonly<Record<string, Case>> = {
  'grpo, network': { recipe: {} },
  'grpo, network, plain': { recipe: { policy: 'gpt-1x16', base: 'random' }, path: 'plain' },
  'grpo, network, cpu': { recipe: { policy: 'gpt-1x16', base: 'random', params: twice }, backend: 'cpu' },
  'dapo, dropped groups': { recipe: { method: 'dapo', params: { ...twice, klCoefficient: 0.01 } } },
  'ppo, value head': { recipe: { ...table, task: 'fork-tokens', level: 'easy', method: 'ppo', params: twice } },
  'rover, vocabulary': { recipe: { ...table, task: 'token-tree', level: 'easy', method: 'rover' } },
  'nsr, network': { recipe: { task: 'token-tree', level: 'easy', base: 'strong', method: 'nsr' } },
  'vineppo, continuations': { recipe: { ...table, task: 'fork-tokens', level: 'easy', method: 'vineppo' } },
  'aligndistil, exact teacher': { recipe: { ...table, task: 'token-tree', level: 'easy', method: 'aligndistil' } },
  'capo, judge': { recipe: { ...table, task: 'prm-hack', level: 'easy', method: 'capo' } },
  'aepo, own sampler': { recipe: { ...table, task: 'length-budget', level: 'easy', method: 'aepo' } },
  'knapsack-rl, sizes': { recipe: { ...table, task: 'bandit', level: 'easy', method: 'knapsack-rl' } },
  'spo-single-stream, memory': {
    recipe: { ...table, task: 'bandit', level: 'easy', method: 'spo-single-stream', params: { groupSize: 1 } },
  },
  'rollout-correction, stale': {
    recipe: {
      ...table,
      task: 'length-budget',
      level: 'easy',
      method: 'rollout-correction',
      params: { samplerEvery: 3 },
    },
  },
}

const small = { iterations: 8, problems: 4, groupSize: 4, probeEvery: 4, probeProblems: 2, probeSamples: 4 }

const hex = (bytes: Uint8Array): string =>
  hash(0, [bytes.length, ...bytes])
    .toString(16)
    .padStart(8, '0')
const bitsOf = (values: Float32Array | Float64Array) =>
  hex(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))

/** Hashes of the weights at the end and of every metric's values over the run, NaN where it was not measured. */
async function outcome({ recipe: given, backend = 'wasm', path = 'fused' }: Case) {
  const recipe = { ...blankRecipe, ...given, params: { ...small, ...given.params } }
  const { run, dispose } = await openRecipe({ recipe, backend, path })
  const player = await createPlayer(run)
  const rows: Metrics[] = []
  for (let frame = await player.advance(); frame; frame = await player.advance()) {
    if (frame.phase === 'probe') rows.push(frame.metrics)
  }
  const { parameters, moment2 } = await player.checkpoint()
  dispose()
  const ids = [...new Set(rows.flatMap(row => Object.keys(row)))].sort()
  const column = (id: string) => Float64Array.from(rows, row => row[id] ?? Number.NaN)
  return {
    iterations: rows.length - 1,
    weights: bitsOf(parameters),
    moments: bitsOf(moment2),
    metrics: Object.fromEntries(ids.map(id => [id, bitsOf(column(id))])),
  }
}

const known: { readonly v8: string; readonly cases: Readonly<Record<string, unknown>> } = recorded

it('changes no bit of what is learned and measured', { timeout: 120_000 }, async () => {
  const now: Record<string, unknown> = {}
  for (const [name, one] of Object.entries(cases)) now[name] = await outcome(one)
  if (process.env.RECORD) {
    const text = `${JSON.stringify({ v8: process.versions.v8, cases: now }, null, 2)}\n`
    writeFileSync(new URL('./reference.json', import.meta.url), text)
    return
  }
  // JavaScript leaves the last bit of exp and log to the engine: another V8 is compared with itself.
  if (known.v8 === process.versions.v8) expect(now).toEqual(known.cases)
  else expect(Object.keys(now)).toEqual(Object.keys(known.cases))
})
