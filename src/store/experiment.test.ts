import { describe, expect, it } from 'vitest'
import { blankRecipe } from '../core/recipe.ts'
import type { ExperimentEvent, Job } from '../protocol/experiment.ts'
import { emptyPool, experiment, isBusy, type Pool, type PoolEffect, type PoolHappening } from './experiment.ts'
import { createRunner, handsFor } from './experiment-runner.ts'

const job = (id: string): Job => ({ id, recipe: blankRecipe, keep: [], backend: 'wasm' })
const jobs = (ids: string) => [...ids].map(job)
const want = (ids: string): PoolHappening => ({ type: 'wanted', jobs: jobs(ids) })
const ended = (id: string, worker = 0): PoolHappening => ({ type: 'heard', worker, event: { job: id, type: 'ended' } })
const measured = (id: string, iteration: number, ...rewards: number[]): ExperimentEvent => ({
  job: id,
  type: 'measured',
  iteration,
  metrics: rewards.map(reward => ({ reward })),
  milliseconds: rewards,
})
const words = (effects: readonly PoolEffect[]) =>
  effects
    .map(effect => (effect.do === 'start' ? `${effect.worker}:${effect.job.id}` : `end ${effect.worker}`))
    .join(' ')

/** What was done, in words, for each thing that happened. */
function afterwards(workers: number, ...happened: readonly PoolHappening[]) {
  const said: string[] = []
  const pool = happened.reduce<Pool>((now, each) => {
    const [next, effects] = experiment(now, each)
    said.push(words(effects))
    return next
  }, emptyPool(workers))
  return { pool, said, of: (id: string) => pool.trials.get(id) }
}

describe('a pool', () => {
  it('runs what is wanted in order, as many at a time as there are workers', () => {
    const { said, pool } = afterwards(2, want('abc'), ended('b', 1), ended('a'), ended('c', 1))
    expect(said).toEqual(['0:a 1:b', '1:c', '', ''])
    expect(isBusy(pool)).toBe(false)
    expect([...pool.trials.values()].every(({ status }) => status === 'ended')).toBe(true)
  })

  it('gathers what is measured: the starting policy apart, then iteration after iteration', () => {
    const { of } = afterwards(
      1,
      want('a'),
      { type: 'heard', worker: 0, event: measured('a', 0, 7, 1) },
      { type: 'heard', worker: 0, event: measured('a', 2, 2) },
    )
    expect(of('a')).toMatchObject({ start: { reward: 7 }, metrics: [{ reward: 1 }, { reward: 2 }] })
    expect(of('a')?.milliseconds).toEqual([1, 2])
  })

  it('does not run again what is finished, when more is wanted or it is wanted again', () => {
    expect(afterwards(1, want('a'), ended('a'), want('ab'), want(''), want('a')).said).toEqual([
      '0:a',
      '',
      '0:b',
      'end 0',
      '',
    ])
  })

  it('ends at once what nobody wants any more, and begins with what is', () => {
    const { said, of } = afterwards(1, want('ab'), want('b'))
    expect(said).toEqual(['0:a', 'end 0 0:b'])
    expect(of('a')).toBeUndefined()
  })

  it('ends all at once when it is cancelled; what has arrived stays, and begins anew when it is wanted again', () => {
    const some: PoolHappening = { type: 'heard', worker: 0, event: measured('a', 0, 1, 2) }
    const { said, of } = afterwards(2, want('abc'), some, { type: 'cancelled' })
    expect(said.at(-1)).toBe('end 0 end 1')
    expect([of('a')?.status, of('a')?.metrics.length, of('c')?.status]).toEqual(['cancelled', 1, 'cancelled'])
    const again = afterwards(2, want('abc'), some, { type: 'cancelled' }, want('abc'))
    expect(again.said.at(-1)).toBe('0:a 1:b')
    expect(again.of('a')).toMatchObject({ status: 'running', metrics: [] })
  })

  it('is not moved by late words of a worker that is at something else by now', () => {
    const { pool } = afterwards(1, want('ab'), want('b'))
    expect(experiment(pool, ended('a'))).toEqual([pool, []])
  })

  it('says why a worker was lost, and goes on with the next', () => {
    const { said, of } = afterwards(1, want('ab'), { type: 'lost', worker: 0, why: 'out of memory' })
    expect(said.at(-1)).toBe('0:b')
    expect(of('a')).toMatchObject({ status: 'ended', failure: 'The worker was lost: out of memory.' })
  })
})

describe('the runner', () => {
  it('leaves two cores to the page and the playground, and never takes more than three', () => {
    expect([1, 2, 3, 4, 8, 64].map(handsFor)).toEqual([1, 1, 1, 2, 3, 3])
  })

  it('ends the worker itself when it is cancelled, and starts another for what comes next', () => {
    const hands: { readonly started: string[]; isEnded: boolean; heard: (event: ExperimentEvent) => void }[] = []
    const runner = createRunner(1, heard => {
      const hand = { started: [] as string[], isEnded: false, heard }
      hands.push(hand)
      return {
        start: ({ id }) => void hand.started.push(id),
        end: () => {
          hand.isEnded = true
        },
      }
    })
    runner.want(jobs('ab'))
    hands[0]?.heard({ job: 'a', type: 'ended' })
    expect(hands.map(({ started }) => started)).toEqual([['a', 'b']])
    runner.cancel()
    expect(hands[0]?.isEnded).toBe(true)
    hands[0]?.heard(measured('b', 0, 1, 2))
    expect(runner.api.getState().trials.get('b')?.metrics).toEqual([])
    runner.want(jobs('ab'))
    expect(hands.map(({ started }) => started)).toEqual([['a', 'b'], ['b']])
  })
})
