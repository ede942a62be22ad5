import { describe, expect, it } from 'vitest'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import { ownId } from '../../core/recipe-own.ts'
import { examples } from '../../own/contract.ts'
import type { Checkpoint } from '../../protocol/commands.ts'
import { stateOf } from '../state.ts'
import { train } from '../trainer.ts'
import { wholeRun } from '../whole-run.ts'
import { openRecipe } from './open.ts'
import { ProgramFailed } from './own.ts'

const tree: Recipe = {
  ...blankRecipe,
  task: 'token-tree',
  level: 'easy',
  policy: 'tabular',
  params: {
    iterations: 6,
    problems: 4,
    groupSize: 8,
    probeEvery: 3,
    probeProblems: 2,
    probeSamples: 4,
    innerEpochs: 2,
  },
}
const exampleOf = (id: string): string => examples.find(example => example.id === id)!.source
const withProgram = (own: string): Recipe => ({ ...tree, method: ownId, own })

async function trained(recipe: Recipe, checkpoint?: Checkpoint) {
  const request = { recipe, backend: 'cpu', path: 'plain', ...(checkpoint && { checkpoint }) } as const
  const { run, notices, dispose } = await openRecipe(request)
  const ended = await wholeRun(run)
  const { recipe: made, ...state } = await stateOf(run)
  dispose()
  return { ...ended, made, state, notices }
}

describe('an estimator of one’s own, trained with', () => {
  it('comes to the bits of GRPO where it is GRPO’s formula, and to others where it is not', async () => {
    const grpo = await trained(tree)
    const own = await trained(withProgram(exampleOf('grpo')))
    expect(own.notices).toEqual([])
    expect(own.metrics).toHaveLength(6)
    expect(own.metrics).toEqual(grpo.metrics)
    expect(own.state).toEqual(grpo.state)
    expect((await trained(withProgram(exampleOf('clipped')))).state.parameters).not.toEqual(grpo.state.parameters)
  })

  it('comes to the same bits as numbers per response and as numbers per token', async () => {
    const spread = `${exampleOf('rloo').replace('export function advantage', 'function each')}
export const credit = (g: Group) => each(g).map((a, i) => Array(g.responses[i].length).fill(a))`
    expect((await trained(withProgram(spread))).state).toEqual((await trained(withProgram(exampleOf('rloo')))).state)
  })

  it('sees lengths, log-probabilities and entropies of the batch, and the same twice', async () => {
    const sees = withProgram(`export function credit({ rewards, responses }: Group) {
  return responses.map(({ reward, length, oldLogp, refLogp, oldEntropy, correct, truncated }) => {
    if (oldLogp.length !== length || refLogp.length !== length || oldEntropy.length !== length) throw new Error('columns')
    if (correct !== Number(reward > 0) || truncated === undefined) throw new Error('verdict')
    return oldEntropy.map((h, t) => (reward - mean(rewards)) * (1 + h) + 0.01 * (refLogp[t] - oldLogp[t]))
  })
}`)
    const first = await trained(sees)
    expect(first.failure).toBeUndefined()
    expect(await trained(sees)).toEqual(first)
  })

  it('goes on from a checkpoint bit for bit, also with slots of other methods', async () => {
    const recipe = { ...withProgram(exampleOf('surprise')), slots: { aggregation: 'seq-mean-token-mean' } }
    const whole = await trained(recipe)
    const half = await trained({ ...recipe, params: { ...recipe.params, iterations: 3 } })
    const from: Checkpoint = structuredClone({ ...half.state, recipe: half.made })
    expect((await trained(recipe, from)).state).toEqual(whole.state)
  })
})

describe('a program that fails', () => {
  const failsAt = async (own: string) => {
    const { failure } = await trained(withProgram(own))
    return failure
  }

  it('is refused when it is opened, where it cannot be read or gives nothing', async () => {
    for (const [own, says] of [
      ['const a = 1\nexport const advantage = (: 3', /line 2/],
      ['export const other = 1', /advantage\(group\) or credit\(group\)/],
      ['while (true) {}', /took too long/],
    ] as const) {
      const opening = openRecipe({ recipe: withProgram(own), backend: 'cpu', path: 'plain' })
      await expect(opening).rejects.toThrow(ProgramFailed)
      await expect(opening).rejects.toThrow(says)
    }
  })

  it('stops the run with its line, with what it asked for too much, or with what it gave instead', async () => {
    expect(await failsAt('export function advantage({ rewards }) {\n\n  return rewards.map(r => r.x.y)\n}')).toMatch(
      /line 3/,
    )
    expect(await failsAt('export const advantage = () => { for (;;) ; }')).toContain('took too long')
    const hoard = 'export const advantage = () => { const all = []; for (;;) all.push(new Uint8Array(1e6)) }'
    expect(await failsAt(hoard)).toMatch(/too much memory|took too long/)
    expect(await failsAt('export const advantage = g => g.rewards.map(() => 0 / 0)')).toMatch(/finite number.*NaN/)
    expect(await failsAt('export const advantage = g => [1]')).toMatch(/group 1/)
    expect(await failsAt('export const advantage = g => g.rewards.map(() => Math["random"]())')).toContain(
      'no chance here',
    )
  })

  it('leaves the iterations before it as they were', async () => {
    // A table that has learned what it can: groups without spread come, and with them the division by 0.
    const own = 'export const advantage = ({ rewards }) => rewards.map(r => (r - mean(rewards)) / std(rewards))'
    const recipe = withProgram(own)
    const { run, dispose } = await openRecipe({
      recipe: { ...recipe, params: { ...recipe.params, iterations: 400 } },
      backend: 'cpu',
      path: 'plain',
    })
    const states: Checkpoint[] = []
    const play = async () => {
      for await (const frame of train(run)) if (frame.phase === 'probe') states.push(await stateOf(run))
    }
    await expect(play()).rejects.toThrow(ProgramFailed)
    expect(states.at(-1)).toEqual(await stateOf(run))
    dispose()
  })
})
