import { expect, test } from 'vitest'
import { obstacle } from './columns.ts'
import { episodes, type Level, type Task } from './task.ts'
import { listingOf, mostListed, type World } from './world.ts'

const oneWord = episodes<0>({
  begin: () => 0,
  after: () => ({ state: 0, says: [], reward: 0, over: true }),
  keyOf: () => '',
})

const level: Level = {
  id: 'only',
  title: 'Only',
  note: 'The one level.',
  maxResponse: 3,
  maxPrompt: 1,
  policies: ['tabular'],
  pool: 1,
}
const task: Task = {
  id: 'coins',
  title: 'Coins',
  description: 'Heads or tails.',
  levels: [level],
  vocabulary: ['h', 't'],
  end: undefined,
  problem: (_, __, index) => ({ index, prompt: [0], text: '', data: {} }),
  verify: () => ({ reward: 0, correct: false, answer: '', note: '' }),
  reference: () => [0],
  readAs: () => 'nothing',
  picture: () => ({ kind: 'arms', arms: [] }),
}
const world = (changed: Partial<World> = {}, traits: Partial<Task> = {}): World => ({
  task: { ...task, ...traits },
  level,
  policy: 'gpt',
  ...changed,
})

test('what sampling measures is there in every world, and what only logs hold in none', () => {
  for (const column of ['oldLogp', 'correct', 'refLogp', 'oldValue', 'advantage'] as const) {
    expect(obstacle(column, world())).toBeUndefined()
  }
  expect(obstacle('aided', world())).toBe('nothing that is sampled here records it')
  expect(obstacle('similarity', world())).toBe('nothing that is sampled here records it')
  expect(obstacle('logp', world())).toBe('it is known only after the update')
})

test('exact values need few responses, or few states and a table, and the whole distribution', () => {
  expect(listingOf(world())).toBe('prefixes')
  const long = { level: { ...level, maxResponse: 30 } }
  expect(listingOf(world(long))).toBeUndefined()
  expect(obstacle('prefixValue', world(long))).toBe('Coins has too many responses to be listed under a network')
  const states = (count: number) => ({ enumeration: () => ({ states: count, stateOf: () => 0 }) })
  expect(listingOf(world({ ...long, policy: 'tabular' }, states(mostListed)))).toBe('states')
  expect(listingOf(world({ ...long, policy: 'tabular' }, states(mostListed + 1)))).toBeUndefined()
  expect(listingOf(world(long, states(4)))).toBeUndefined()
  expect(listingOf(world({}, { episodes: oneWord }))).toBe('prefixes')
  expect(obstacle('prefixValue', world())).toBeUndefined()
  expect(obstacle('prefixValue', world({ cut: true }))).toMatch(/top-k or top-p/)
})

test('demonstrations are whole responses', () => {
  expect(obstacle('external', world())).toBeUndefined()
  expect(obstacle('external', world({}, { episodes: oneWord }))).toMatch(/several turns/)
})

test('a teacher is a stronger start, unless it is made of exact values', () => {
  const strong = { level: { ...level, bases: ['warm', 'strong'], policies: ['gpt-2x32'] } as const }
  expect(obstacle('teacherLogp', world())).toBe('Coins has no stronger start for this policy and level')
  expect(obstacle('teacherLogp', world(strong))).toBeUndefined()
  expect(obstacle('teacherLogp', world({ ...strong, policyId: 'gpt-1x16' }))).toMatch(/no stronger start/)
  expect(obstacle('teacherLogp', world({ ...strong, policy: 'tabular' }))).toMatch(/no stronger start/)
  expect(obstacle('teacherLogp', world({ teacher: 'optimum' }))).toBeUndefined()
  expect(obstacle('teacherLogp', world({ teacher: 'hint', cut: true }))).toMatch(/top-k or top-p/)
})

test('judges, marks and turns are the task’s', () => {
  expect(obstacle('processReward', world())).toBe('nobody judges the single steps of Coins')
  expect(obstacle('processReward', world({}, { judgeSteps: () => [] }))).toBeUndefined()
  expect(obstacle('critique', world({}, { judgeSteps: () => [] }))).toBeUndefined()
  expect(obstacle('planning', world())).toBe('nobody marks the deciding tokens of Coins')
  expect(obstacle('planning', world({}, { planning: () => [0] }))).toBeUndefined()
  expect(obstacle('turnReward', world())).toBe('Coins has one turn only')
  expect(obstacle('turnReward', world({}, { episodes: oneWord }))).toBeUndefined()
})
