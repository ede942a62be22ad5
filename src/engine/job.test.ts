import { describe, expect, it } from 'vitest'
import { blankRecipe, type Recipe } from '../core/recipe.ts'
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'
import { runJob } from './job.ts'

const small = { iterations: 4, problems: 4, groupSize: 8, probeEvery: 2, probeProblems: 1, probeSamples: 2 }
const recipe = (change: Partial<Recipe> = {}): Recipe => ({
  ...blankRecipe,
  task: 'bandit',
  policy: 'tabular',
  ...change,
  params: { ...small, ...change.params },
})
const job = (recipe: Recipe, more: Partial<Job> = {}): Job => ({
  id: 'j',
  recipe,
  keep: [1, 4],
  backend: 'wasm',
  ...more,
})

async function told(asked: Job) {
  const events: ExperimentEvent[] = []
  let clock = 0
  await runJob(asked, { tell: event => void events.push(structuredClone(event)), now: () => clock++ })
  const of = <T extends ExperimentEvent['type']>(type: T) =>
    events.filter((event): event is Extract<ExperimentEvent, { type: T }> => event.type === type)
  const metrics = of('measured').flatMap(event => event.metrics)
  return { events, metrics, kept: of('kept'), ended: of('ended') }
}

describe('a job', () => {
  it('tells the starting policy and every iteration, hands out what is to be kept, and ends', async () => {
    const { metrics, kept, ended, events } = await told(job(recipe()))
    expect(metrics).toHaveLength(5)
    expect(kept.map(({ snapshot }) => [snapshot.iteration, snapshot.phase])).toEqual([
      [1, 'probe'],
      [4, 'probe'],
    ])
    expect(kept[1]?.checkpoint.iteration).toBe(4)
    expect(ended).toEqual([events.at(-1)])
    expect(ended[0]).not.toHaveProperty('failure')
  })

  it('comes to the same bits as another that differs in nothing, watched or not', async () => {
    const [first, second] = [await told(job(recipe())), await told(job(recipe(), { keep: [4] }))]
    expect(second.metrics).toEqual(first.metrics)
    expect(second.kept.at(-1)?.checkpoint).toEqual(first.kept.at(-1)?.checkpoint)
  })

  it('begins with the same problems and the same luck as another method', async () => {
    const arms = [
      await told(job(recipe())),
      await told(job(recipe({ method: 'dr-grpo', params: { learningRate: 1 } }))),
    ]
    const [first, second] = arms.map(({ kept }) => kept[0]!.snapshot)
    expect(second?.problems).toEqual(first?.problems)
    expect(second?.batch.token).toEqual(first?.batch.token)
    expect(second?.batch.reward).toEqual(first?.batch.reward)
    expect(second?.batch.advantage).not.toEqual(first?.batch.advantage)
    expect(arms[1]?.metrics[1]?.reward).toBe(arms[0]?.metrics[1]?.reward)
  })

  it('that leaves its trunk and changes nothing comes to the same bits as the trunk alone', async () => {
    const whole = await told(job(recipe()))
    const fork = await told(job(recipe(), { trunk: { recipe: recipe(), iterations: 2 } }))
    expect(fork.metrics).toEqual(whole.metrics)
    expect(fork.kept.at(-1)?.checkpoint).toEqual(whole.kept.at(-1)?.checkpoint)
  })

  it('that leaves its trunk with another setting is the same up to there', async () => {
    const whole = await told(job(recipe()))
    const other = recipe({ params: { learningRate: 0.1 } })
    const fork = await told(job(other, { trunk: { recipe: recipe(), iterations: 2 } }))
    expect(fork.metrics.slice(0, 3)).toEqual(whole.metrics.slice(0, 3))
    expect(fork.metrics).toHaveLength(5)
    expect(fork.kept.at(-1)?.checkpoint.parameters).not.toEqual(whole.kept.at(-1)?.checkpoint.parameters)
  })

  it('that cannot be run ends with the reason', async () => {
    const { ended, metrics } = await told(job(recipe({ method: 'nope' })))
    expect(metrics).toEqual([])
    expect(ended[0]?.failure).toContain('nope')
  })
})
