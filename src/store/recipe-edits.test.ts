import { describe, expect, it } from 'vitest'
import type { ParamSpec } from '../core/params.ts'
import { presets } from '../core/presets.ts'
import { blankRecipe, trainingSpecs } from '../core/recipe.ts'
import { checkRecipe, decodeRecipe, encodeRecipe, specsOf } from '../core/recipe-check.ts'
import { methods, resolveMethod } from '../methods/index.ts'
import { tasks } from '../tasks/index.ts'
import { paramGroups } from '../views/shell/param-groups.ts'
import { live } from './actions.ts'
import {
  differences,
  levelOrFirst,
  lookups,
  paramsOf,
  withConvention,
  withMethod,
  withParams,
  withPolicy,
  withSlot,
  withTask,
} from './recipe-edits.ts'

describe('an edit of a recipe', () => {
  it('always gives a recipe that needs no correction', () => {
    for (const task of tasks.keys()) {
      for (const method of methods.keys()) {
        const recipe = withMethod(withTask(withParams(blankRecipe, { groupSize: 5 }), task), method)
        expect(checkRecipe(recipe, lookups)).toEqual({ recipe, notices: [] })
      }
    }
  })

  it('takes a policy with a warm start along to another task, and keeps the present one where it has one', () => {
    for (const [id, task] of tasks) {
      const { policy, level, base } = withTask({ ...blankRecipe, base: 'warm' }, id)
      expect(levelOrFirst(task, level).policies).toContain(policy)
      expect(base).toBe('warm')
      if (levelOrFirst(task, level).policies.includes(blankRecipe.policy)) expect(policy).toBe(blankRecipe.policy)
    }
  })

  it('writes only what differs from the default', () => {
    const changed = withParams(blankRecipe, { groupSize: 5, temperature: 1 })
    expect(changed.params).toEqual({ groupSize: 5 })
    expect(withParams(changed, { groupSize: 8 }).params).toEqual({})
  })

  it('takes the learning rate of the new kind of policy, and keeps it among networks', () => {
    const tree = withParams(withTask(blankRecipe, 'token-tree'), { learningRate: 0.001 })
    const table = withPolicy(tree, 'tabular')
    expect(paramsOf(table).learningRate).toBe(0.05)
    expect(table.params).toEqual({})
    expect(paramsOf(withPolicy(withParams(table, { learningRate: 10 }), 'gpt-2x32')).learningRate).toBe(3e-4)
    expect(paramsOf(withPolicy(tree, 'gpt-2x64')).learningRate).toBe(0.001)
  })

  it('drops what another method does not know', () => {
    const recipe = withParams(blankRecipe, { ddof: 0, groupSize: 4 })
    expect(withMethod(recipe, 'reinforce').params).toEqual({ groupSize: 4 })
  })

  it('takes a framework at its word', () => {
    expect(withConvention(blankRecipe, 'trl').params).toMatchObject({ epsilon: 1e-4 })
  })
})

describe('differences', () => {
  it('are none between a preset and itself, and name what a person changed', () => {
    for (const { recipe } of presets) expect(differences(recipe, recipe)).toEqual([])
    const changed = withParams({ ...blankRecipe, seed: 'oak' }, { learningRate: 0.01 })
    expect(differences(blankRecipe, changed).map(({ key }) => key)).toEqual(['seed', 'learningRate'])
  })

  it('do not count the parameters that only a new method has', () => {
    expect(differences(blankRecipe, withMethod(blankRecipe, 'rover')).map(({ key }) => key)).toEqual(['method'])
  })
})

describe('what can change while a run goes on', () => {
  it('is every parameter that does not shape the batch', () => {
    expect(live(blankRecipe, withParams(blankRecipe, { learningRate: 0.01 }))).toEqual({ learningRate: 0.01 })
    expect(live(blankRecipe, withParams(blankRecipe, { groupSize: 4 }))).toBeUndefined()
    expect(live(blankRecipe, { ...blankRecipe, seed: '2' })).toBeUndefined()
    expect(live(blankRecipe, blankRecipe)).toEqual({})
  })

  it('is everything but the sizes of the batch, the pool, the probe and its noise, and the kind of optimiser', () => {
    const other = (spec: ParamSpec) =>
      spec.kind === 'choice' ? spec.options.at(-1)! : spec.default === spec.min ? spec.max : spec.min
    const reopen = Object.entries(trainingSpecs)
      .filter(([key, spec]) => live(blankRecipe, withParams(blankRecipe, { [key]: other(spec) })) === undefined)
      .map(([key]) => key)
    const probe = ['probeProblems', 'probeSamples', 'probeNoise']
    expect(reopen).toEqual(['groupSize', 'problems', 'pool', 'optimiser', ...probe])
  })
})

describe('the form', () => {
  it('shows every parameter of every method exactly once', () => {
    for (const method of methods.keys()) {
      const shown = paramGroups(resolveMethod(method)).flatMap(({ specs }) => Object.keys(specs))
      expect(shown.sort()).toEqual(Object.keys(specsOf({ method, policy: 'tabular' }, lookups)).sort())
    }
  })
})

describe('slots of other methods', () => {
  const priced = withParams(withSlot(blankRecipe, 'reward', 'kl-in-reward'), { rewardKlWeight: 0.5 })

  it('come with their parameters, and go with them', () => {
    expect(priced).toMatchObject({ slots: { reward: 'kl-in-reward' }, params: { rewardKlWeight: 0.5 } })
    expect(checkRecipe(priced, lookups)).toEqual({ recipe: priced, notices: [] })
    expect(withSlot(priced, 'reward', 'grpo')).toEqual(blankRecipe)
    expect(withMethod(priced, 'rloo')).toEqual({ ...priced, method: 'rloo' })
    expect(() => withSlot(priced, 'reward', 'grpo-2')).toThrow(/Nearest/)
  })

  it('stand in the address, and are read back', () => {
    const named = { id: 'plain', recipe: blankRecipe }
    const query = encodeRecipe(priced, named, lookups)
    expect(query).toContain('slot.reward=kl-in-reward')
    expect(decodeRecipe(query, [named], lookups)).toMatchObject({ recipe: priced, notices: [] })
    // Over a preset that takes a slot, an address can give it back.
    const dear = { id: 'dear', recipe: priced }
    for (const recipe of [priced, blankRecipe, withSlot(priced, 'sampler', 'aepo')]) {
      expect(decodeRecipe(encodeRecipe(recipe, dear, lookups), [dear], lookups)).toMatchObject({ recipe, notices: [] })
    }
    const { recipe, notices } = decodeRecipe('slot.reward=kl-in-rewart&slot.rewart=grpo', [named], lookups)
    expect(recipe).toEqual(blankRecipe)
    expect(notices).toEqual([expect.stringMatching(/Nearest: kl-in-reward/), expect.stringMatching(/Nearest: reward/)])
  })

  it('open the run anew, and are told among the changes', () => {
    expect(live(blankRecipe, priced)).toBeUndefined()
    expect(live(priced, withParams(priced, { rewardKlWeight: 0.1 }))).toEqual({ rewardKlWeight: 0.1 })
    expect(differences(blankRecipe, priced).map(({ key, to }) => [key, to])).toEqual([
      ['slot.reward', 'kl-in-reward'],
      ['rewardKlWeight', 0.5],
    ])
  })
})
