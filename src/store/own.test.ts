import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { batchOf } from '../methods/fixture.ts'
import { openingPatience, runPatience } from '../own/patience.ts'
import type { OwnAnswer, OwnAsked } from '../protocol/own.ts'
import { createOwnRunner, type SpawnOwn } from './own.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function farEnd() {
  const state = { spawned: 0, ended: 0, posted: [] as OwnAsked[], heard: (_: unknown) => {}, lost: () => {} }
  const spawn: SpawnOwn = (heard, lost) => {
    Object.assign(state, { heard, lost, spawned: state.spawned + 1 })
    return { post: asked => state.posted.push(asked), end: () => Object.assign(state, { ended: state.ended + 1 }) }
  }
  return { state, runner: createOwnRunner(spawn) }
}
const request = { source: 'x', batch: batchOf([[1, 0]]), isTried: false }
const column = { kind: 'advantage' as const, values: new Float32Array(2) }

describe('the page’s end of the sandbox', () => {
  it('hands an answer to who asked, and passes over messages that are none', () => {
    const { state, runner } = farEnd()
    const told: OwnAnswer[] = []
    runner.ask(request, answer => told.push(answer))
    for (const message of [undefined, 'column', { asked: 1 }, { asked: 99, column }, { column }]) state.heard(message)
    expect(told).toEqual([])
    state.heard({ asked: 1, column, checks: [], twins: [] })
    expect(told).toEqual([{ asked: 1, column, checks: [], twins: [] }])
    state.heard({ asked: 1, column, checks: [], twins: [] })
    expect(told).toHaveLength(1)
  })

  it('ends a worker that does not answer, and starts another for the next question', () => {
    const { state, runner } = farEnd()
    const told: OwnAnswer[] = []
    runner.ask(request, answer => told.push(answer))
    vi.advanceTimersByTime(openingPatience - 1)
    expect(told).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told[0]).toMatchObject({ fault: { message: expect.stringContaining('ended with its worker') } })
    expect(state).toMatchObject({ spawned: 1, ended: 1 })
    runner.ask(request, answer => told.push(answer))
    state.heard({ asked: 2, column, checks: [], twins: [] })
    runner.ask(request, answer => told.push(answer))
    vi.advanceTimersByTime(runPatience)
    expect(told).toHaveLength(3)
    expect(state).toMatchObject({ spawned: 2, ended: 2 })
  })

  it('drops a question that nobody wants an answer to any more', () => {
    const { state, runner } = farEnd()
    const [first, second]: [OwnAnswer[], OwnAnswer[]] = [[], []]
    runner.ask(request, answer => first.push(answer))
    runner.ask(request, answer => second.push(answer))
    state.heard({ asked: 1, column, checks: [], twins: [] })
    state.heard({ asked: 2, column, checks: [], twins: [] })
    expect([first.length, second.length, state.ended]).toEqual([0, 1, 1])
  })

  it('tells that a worker was lost', () => {
    const { state, runner } = farEnd()
    const told: OwnAnswer[] = []
    runner.ask(request, answer => told.push(answer))
    state.lost()
    expect(told[0]).toMatchObject({ fault: { message: 'The worker that runs it has stopped.' } })
  })
})
