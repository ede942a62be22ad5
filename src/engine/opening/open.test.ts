import { describe, expect, it } from 'vitest'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import type { Checkpoint } from '../../protocol/commands.ts'
import { basesOf, levelOf, taskOf, tasks } from '../../tasks/index.ts'
import { createPlayer } from '../session/player.ts'
import { train } from '../trainer.ts'
import { openRecipe } from './open.ts'
import { startWeights } from './start-weights.ts'

const tiny: Recipe = {
  ...blankRecipe,
  policy: 'gpt-1x16',
  base: 'random',
  params: {
    iterations: 4,
    problems: 2,
    groupSize: 4,
    probeProblems: 1,
    probeSamples: 2,
    innerEpochs: 2,
    minibatches: 2,
  },
}
const request = { recipe: tiny, backend: 'wasm', path: 'fused' } as const

async function play(checkpoint?: Checkpoint, iterations = 4) {
  const recipe = { ...tiny, params: { ...tiny.params, iterations } }
  const { run, dispose } = await openRecipe({ ...request, recipe, ...(checkpoint && { checkpoint }) })
  const player = await createPlayer(run)
  const metrics = []
  for (let frame = await player.advance(); frame; frame = await player.advance()) {
    if (frame.phase === 'probe' && frame.iteration > 0) metrics.push(frame.metrics)
  }
  const end = await player.checkpoint()
  dispose()
  return { metrics, end }
}

describe('a tiny network on the kernels', () => {
  it('does the same twice, and continues from a checkpoint bit for bit', async () => {
    const whole = await play()
    expect(await play()).toEqual(whole)
    const half = await play(undefined, 2)
    const rest = await play(structuredClone(half.end))
    expect([...half.metrics, ...rest.metrics]).toEqual(whole.metrics)
    expect(rest.end.parameters).toEqual(whole.end.parameters)
    expect(rest.end.moment2).toEqual(whole.end.moment2)
  })

  it('has ratio exactly 1 before the first update, on sampling and scoring alike', async () => {
    const { run, dispose } = await openRecipe(request)
    for await (const { phase, batch } of train(run)) {
      if (phase !== 'sample') continue
      expect(batch.refLogp).toEqual(batch.oldLogp)
      break
    }
    dispose()
  })
})

describe('opening', () => {
  it('gives a value head to methods that read one', async () => {
    const { run, dispose } = await openRecipe({ ...request, recipe: { ...tiny, method: 'ppo' } })
    expect(run.policy.layout.at(-1)?.name).toMatch(/^value/)
    for await (const { phase, batch } of train(run)) {
      if (phase !== 'credit') continue
      expect(batch.oldValue).toHaveLength(batch.token.length)
      expect(batch.returns).toHaveLength(batch.token.length)
      break
    }
    dispose()
  })

  it('says what it changed', async () => {
    const { notices, dispose } = await openRecipe({ ...request, recipe: { ...tiny, base: 'warm' } })
    expect(notices).toEqual([expect.stringMatching(/recipe\.base: expected "random" for gpt-1x16/)])
    dispose()
  })

  it('knows exact advantages where a table can be listed: they sum to the reward minus the value', async () => {
    const recipe = { ...blankRecipe, task: 'fork-tokens', level: 'easy', policy: 'tabular' }
    const { run, dispose } = await openRecipe({ ...request, backend: 'cpu', recipe })
    run.watched = true
    for await (const { phase, batch } of train(run)) {
      if (phase !== 'reward') continue
      const { exactAdvantage, prefixValue, tokenStart } = batch
      for (let i = 0; i < batch.rollouts; i++) {
        const sum = exactAdvantage!.subarray(tokenStart[i], tokenStart[i + 1]).reduce((total, a) => total + a, 0)
        expect(prefixValue![tokenStart[i]!]).toBeCloseTo(1 / 64, 6)
        expect(sum).toBeCloseTo(batch.reward[i]! - 1 / 64, 5)
      }
      break
    }
    dispose()
  })
})

describe('the starting weights that are shipped', () => {
  const shipped = [...tasks.values()].flatMap(task =>
    task.levels.flatMap(level =>
      level.policies
        .filter(policy => policy !== 'tabular')
        .flatMap(policy => basesOf(level).map(base => ({ task: task.id, level: level.id, policy, base }))),
    ),
  )
  it.each(shipped)('are whole: %o', async ids => {
    const task = taskOf(ids.task)
    const weights = await startWeights({ ...blankRecipe, ...ids }, task, levelOf(task, ids.level))
    expect(weights.length).toBeGreaterThan(1_000)
  })
})
