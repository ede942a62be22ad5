import { expect, it } from 'vitest'
import type { Drawn } from '../figures/index.ts'
import type { FigureAnswer, FigureAsked, FigureRequest } from '../protocol/figures.ts'
import { createDraughtsman, type Outcome } from './figures.ts'

const request = (params: FigureRequest['params'] = {}): FigureRequest => ({
  figure: 'gap',
  method: 'grpo',
  params,
  settings: {},
})
const drawn: Drawn = { x: [0], lines: [] }

/** A draughtsman whose worker answers when the test says so. */
function held() {
  const posted: FigureAsked[] = []
  const told: [string, Outcome][] = []
  const far = { heard: (_: FigureAnswer) => {}, lost: (_: string) => {} }
  let spawned = 0
  const it = createDraughtsman((heard, lost) => {
    spawned++
    Object.assign(far, { heard, lost })
    return { post: asked => posted.push(asked) }
  })
  const ask = (place: string, params?: FigureRequest['params']) =>
    it.ask(place, request(params), outcome => told.push([place, outcome]))
  return { ...it, ask, posted, told, far, spawned: () => spawned }
}

it('starts the worker with the first picture, and asks for one at a time', () => {
  const { ask, posted, told, far, spawned } = held()
  expect(spawned()).toBe(0)
  ask('a')
  ask('b')
  expect(posted).toHaveLength(1)
  far.heard({ asked: 1, drawn })
  expect(posted).toHaveLength(2)
  far.heard({ asked: 2, drawn })
  expect(told.map(([place]) => place)).toEqual(['a', 'b'])
  expect(spawned()).toBe(1)
})

it('draws only the newest of what one place waits for', () => {
  const { ask, posted, far } = held()
  ask('a', { epsilon: 0 })
  ask('a', { epsilon: 0.1 })
  ask('a', { epsilon: 0.2 })
  far.heard({ asked: 1, drawn })
  far.heard({ asked: 2, drawn })
  expect(posted.map(({ params }) => params.epsilon)).toEqual([0, 0.2])
})

it('remembers what was drawn, and not what failed', () => {
  const { ask, known, far } = held()
  ask('a')
  far.heard({ asked: 1, failed: 'no' })
  expect(known(request())).toBeUndefined()
  ask('a')
  far.heard({ asked: 2, drawn })
  expect(known(request())).toBe(drawn)
})

it('says that the worker stopped, and starts another for the next picture', () => {
  const { ask, told, far, spawned } = held()
  ask('a')
  far.lost('gone')
  expect(told).toEqual([['a', { asked: 1, failed: 'The worker that draws has stopped: gone.' }]])
  ask('a')
  expect(spawned()).toBe(2)
})
