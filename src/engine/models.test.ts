/** Models that a run learns beside its policy: the same bits again, kept in checkpoints, nothing left behind. */
import { afterEach, describe, expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import { resolveMethod, resolveRecipe } from '../methods/index.ts'
import { tf } from '../tensor/tf.ts'
import { spokenOf } from './columns/shared/scores.ts'
import { guessing, openRun } from './fixtures.ts'
import { openRecipe } from './opening/open.ts'
import { type Frame, rowsOf } from './run.ts'
import { createPlayer } from './session/player.ts'
import { bytesOf } from './session/ring.ts'
import { enterState, stateOf } from './state.ts'
import { train } from './trainer.ts'

// Problems that come back: a table learns of no others.
const params = {
  iterations: 6,
  problems: 3,
  pool: 3,
  groupSize: 4,
  probeEvery: 0,
  learningRate: 0.01,
  modelLearningRate: 0.02,
}
const table = {
  ...blankRecipe,
  task: 'token-tree',
  level: 'easy',
  policy: 'tabular',
  base: 'warm',
  method: 'cooper',
  params,
}
const network = { ...table, task: 'bandit', policy: 'gpt-1x16', base: 'random' }

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})
async function open(recipe = table, backend: 'wasm' | 'cpu' = 'wasm', path: 'fused' | 'plain' = 'fused') {
  const opened = await openRecipe({ recipe, backend, path })
  closing.push(opened.dispose)
  return opened.run
}
async function finished(...how: Parameters<typeof open>) {
  const run = await open(...how)
  const frames: Frame[] = []
  for await (const frame of train(run)) frames.push(frame)
  return { run, frames }
}

describe('learned models', () => {
  it.each([
    ['a table', table, 'wasm', 'fused'],
    ['a network in kernels', network, 'wasm', 'fused'],
    ['a network in plain operations', network, 'cpu', 'plain'],
  ] as const)(
    '%s: two runs give the same bits, the model learns, and no tensor is left',
    async (_, recipe, backend, path) => {
      const first = await finished(recipe, backend, path)
      const held = tf.memory().numTensors
      const second = await finished(recipe, backend, path)
      const [a, b] = [await stateOf(first.run), await stateOf(second.run)]
      expect(a).toEqual(b)
      expect(a.models!.modelReward!.updates).toBeGreaterThan(0)
      closing.pop()!()
      expect(tf.memory().numTensors).toBe(held)
    },
  )

  it('pays by what the model knew before it saw the responses, and the first time by nothing', async () => {
    const { frames } = await finished()
    const [first, ...later] = frames.filter(({ phase }) => phase === 'reward')
    expect(new Set(first!.batch.modelReward)).toEqual(new Set([0]))
    expect(later.some(({ batch }) => new Set(batch.modelReward).size > 1)).toBe(true)
  })

  it('is taught to tell right from wrong', async () => {
    const recipe = { ...table, params: { ...params, iterations: 40, modelLearningRate: 0.1 } }
    const { frames } = await finished(recipe)
    const losses = frames.flatMap(({ phase, metrics }) =>
      phase === 'probe' ? (metrics['modelLoss/modelReward'] ?? []) : [],
    )
    expect(losses.at(-1)).toBeLessThan(losses[0]!)
  })

  it('checkpoints hold the models: a run that was taken back, or opened from one, repeats itself', async () => {
    const run = await open()
    const player = await createPlayer(run)
    while (run.iteration < 6) await player.advance()
    const [middle, end] = [player.keptAt(3), await player.checkpoint()]
    expect(bytesOf(end)).toBe(2 * 3 * end.parameters.byteLength)
    await player.goTo(3)
    while (run.iteration < 6) await player.advance()
    expect(await player.checkpoint()).toEqual(end)
    await player.visit(2, async () => {})
    expect(await player.checkpoint()).toEqual(end)
    const other = await openRecipe({ recipe: table, backend: 'wasm', path: 'fused', checkpoint: middle })
    closing.push(other.dispose)
    for await (const _ of train(other.run)) expect(other.run.iteration).toBeLessThanOrEqual(6)
    expect((await stateOf(other.run)).models).toEqual(end.models)
  })

  it('comes with the slot that reads its column, also where another method borrows it', () => {
    expect(Object.keys(resolveRecipe({ ...table, method: 'rloo', slots: { reward: 'cooper' } }).models)).toEqual([
      'modelReward',
    ])
    expect(resolveRecipe({ ...table, slots: { reward: 'kl-in-reward' } }).models).toEqual({})
    expect(resolveMethod('grpo').models).toEqual({})
  })

  it('in a world of turns the score is of the policy’s words, and the state can be put back', async () => {
    const run = await openRun({ task: guessing, method: resolveMethod('cooper'), params: { iterations: 3 } })
    const before = await stateOf(run)
    for await (const frame of train(run)) {
      if (frame.phase !== 'reward') continue
      const rows = rowsOf(frame)
      expect([...spokenOf(run, rows)]).toEqual(Array.from(rows.token, id => (id < 4 ? 1 : 0)))
    }
    expect((await stateOf(run)).models).not.toEqual(before.models)
    enterState(run, before)
    expect(await stateOf(run)).toEqual(before)
  })
})
