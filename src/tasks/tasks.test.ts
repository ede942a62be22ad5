/** What every task promises, whatever it is about. */
import { describe, expect, it } from 'vitest'
import { hasEnded, openDialogue, readDialogue } from '../core/dialogue.ts'
import { policySpec } from '../core/policy.ts'
import { problemSeed } from '../core/recipe.ts'
import { drawInteger, purpose, stream } from '../core/rng.ts'
import { type Level, type Problem, type Task, textOf } from '../core/task.ts'
import { basesOf, defaultLevel, defaultPolicy, levelOf, taskFiles, taskOf, tasks } from './index.ts'

const seed = problemSeed
const all = [...tasks.values()]
const cases = all.flatMap(task => task.levels.map(level => ({ name: `${task.id} ${level.id}`, task, level })))

const drawFor = (index: number, sample: number) => stream(seed, purpose.method, index, sample)

/** Tokens at random, never forbidden ones, and what the world says to them, until the response is over. */
function babble(task: Task, level: Level, problem: Problem, index: number): number[] {
  const draw = stream(77, index)
  const allowed = task.vocabulary.flatMap((_, id) => (task.forbidden?.includes(id) ? [] : [id]))
  const dialogue = openDialogue(task, level, problem)
  const response: number[] = []
  while (!dialogue.over()) {
    const said = [allowed[drawInteger(draw, allowed.length)] ?? 0]
    dialogue.hear(said)
    const heard = dialogue.owed()
    dialogue.hear(heard)
    response.push(...said, ...heard)
  }
  return response
}

/** The tokens of a response that are the policy's own. */
const ownTokens = (task: Task, level: Level, problem: Problem, response: readonly number[]): number[] => {
  const mask = readDialogue(task, level, problem, response).mask()
  return response.filter((_, t) => mask[t] === 1)
}

describe('registry', () => {
  it('names files after ids and finds every task by its id', () => {
    expect(tasks.size).toBeGreaterThanOrEqual(5)
    for (const [id, path] of taskFiles) expect(path).toBe(`./${id}.ts`)
    for (const task of tasks.values()) expect(taskOf(task.id)).toBe(task)
  })
  it('lists the nearest ids when one is unknown', () => {
    expect(() => taskOf('token-trie')).toThrow('Nearest: token-tree')
    expect(() => levelOf(taskOf('countdown'), 'eazy')).toThrow('Nearest: easy')
  })
  it('defaults to the first level and its first policy', () => {
    const level = defaultLevel(taskOf('modular-arithmetic'))
    expect([level.id, defaultPolicy(level), basesOf(level)[0]]).toEqual(['easy', 'gpt-2x32', 'warm'])
  })
})

describe.each(cases)('$name', ({ task, level }) => {
  const problems = Array.from({ length: 24 }, (_, i) => task.problem(level, seed, i * 7))

  it('has sane metadata', () => {
    expect(task.levels.filter(({ id }) => id === level.id)).toHaveLength(1)
    expect(level.id).toMatch(/^[a-z]+$/)
    expect(Number.isInteger(level.pool) && level.pool > 0).toBe(true)
    expect(level.policies.length).toBeGreaterThan(0)
    for (const id of level.policies) {
      const { kind } = policySpec(id)
      expect(kind === 'tabular' ? task.rows : task.demonstrate).toBeDefined()
    }
    expect(new Set(task.vocabulary).size).toBe(task.vocabulary.length)
    for (const id of [...(task.forbidden ?? []), task.end ?? 0]) expect(task.vocabulary[id]).toBeDefined()
  })

  it('makes the same problem again, as plain data, with a prompt that fits', () => {
    for (const problem of problems) {
      expect(task.problem(level, seed, problem.index)).toEqual(problem)
      expect(structuredClone(problem)).toEqual(problem)
      expect(problem.prompt.length).toBeGreaterThan(0)
      expect(problem.prompt.length).toBeLessThanOrEqual(level.maxPrompt)
      for (const token of problem.prompt) expect(task.vocabulary[token]).toBeDefined()
      expect(problem.text).not.toBe('')
    }
  })

  it('keeps its pool distinct, and held-out problems out of it where there are any', () => {
    const promptAt = (index: number) => task.problem(level, seed, index).prompt.join(' ')
    const pool = new Set(Array.from({ length: level.pool }, (_, i) => promptAt(i)))
    expect(pool.size).toBe(level.pool)
    const heldOut = new Set(Array.from({ length: 20 }, (_, i) => promptAt(level.pool + i)))
    const shared = [...heldOut].filter(prompt => pool.has(prompt)).length
    expect([0, heldOut.size]).toContain(shared)
  })

  it('accepts its references, hundreds of them', () => {
    for (const problem of problems) {
      const answers = task.correctAnswers?.(level, problem)
      for (let sample = 0; sample < 12; sample++) {
        const reference = task.reference(level, problem, drawFor(problem.index, sample))
        const verdict = task.verify(level, problem, reference)
        expect(verdict, `${problem.text}: ${textOf(task, reference)}`).toMatchObject({ reward: 1, correct: true })
        expect(hasEnded(task, level, problem, reference)).toBe(true)
        expect(hasEnded(task, level, problem, reference.slice(0, -1))).toBe(false)
        expect(ownTokens(task, level, problem, reference).some(token => task.forbidden?.includes(token))).toBe(false)
        if (answers) expect(answers).toContain(verdict.answer)
      }
    }
  })

  it('pays nothing for a response that stops half-way, and says why', () => {
    for (const problem of problems) {
      const reference = task.reference(level, problem, drawFor(problem.index, 0))
      for (let length = 0; length < reference.length; length++) {
        const verdict = task.verify(level, problem, reference.slice(0, length))
        expect(verdict).toMatchObject({ reward: 0, correct: false })
        expect(verdict.note).toMatch(/^[A-Z0-9"].*\.$/)
      }
    }
  })

  it('judges any tokens without failing, and names an answer whenever it accepts', () => {
    for (let i = 0; i < 300; i++) {
      const problem: Problem = problems[i % problems.length]!
      const response = babble(task, level, problem, i)
      const verdict = task.verify(level, problem, response)
      expect(verdict.reward).toBeGreaterThanOrEqual(task.leastReward ?? 0)
      expect(verdict.reward).toBeLessThanOrEqual(1)
      const judgement = task.judge?.(level, problem, response) ?? 0
      expect(judgement >= 0 && judgement <= 1).toBe(true)
      expect(verdict.note).not.toBe('')
      if (verdict.correct) expect(task.correctAnswers?.(level, problem) ?? [verdict.answer]).toContain(verdict.answer)
    }
  })

  it('reads every partial response aloud, right or random', () => {
    for (const problem of problems.slice(0, 6)) {
      for (const response of [
        task.reference(level, problem, drawFor(problem.index, 1)),
        babble(task, level, problem, 5),
      ]) {
        for (let length = 1; length <= response.length; length++) {
          const said = task.readAs(level, problem, response.slice(0, length))
          expect(said).not.toMatch(/^$|undefined|NaN/)
          expect(said).toBeDefined()
        }
      }
    }
  })

  it('draws a picture of every partial response, right or random', () => {
    for (const problem of problems.slice(0, 6)) {
      for (const response of [
        task.reference(level, problem, drawFor(problem.index, 1)),
        babble(task, level, problem, problem.index),
      ]) {
        for (let length = 0; length <= response.length; length++)
          checkPicture(task, level, problem, response.slice(0, length))
      }
    }
  })

  it('demonstrates finished responses that a base policy could give', () => {
    if (!task.demonstrate) return expect(level.policies).toEqual(['tabular'])
    for (const base of basesOf(level)) {
      const judged = Array.from({ length: 400 }, (_, i) => {
        const problem = problems[i % problems.length]!
        const response = task.demonstrate!(level, problem, base, drawFor(i, 2))
        expect(hasEnded(task, level, problem, response)).toBe(true)
        expect(response.length).toBeLessThanOrEqual(level.maxResponse)
        expect(response.some(token => task.forbidden?.includes(token))).toBe(false)
        return task.verify(level, problem, response).correct ? 1 : 0
      })
      const share = judged.reduce<number>((total, each) => total + each, 0) / judged.length
      // A table may begin lower still: three secret forks start at 1 in 64.
      const [least, most] = base === 'warm' ? [level.policies[0] === 'tabular' ? 0 : 0.05, 0.68] : [0.55, 0.96]
      expect(share).toBeGreaterThanOrEqual(least)
      expect(share).toBeLessThanOrEqual(most)
    }
  })

  it('keeps rows and states in range', () => {
    const rows = task.rows?.(level)
    const enumeration = task.enumeration?.(level)
    for (let i = 0; i < 60; i++) {
      const problem = task.problem(level, seed, i * 31)
      const response = babble(task, level, problem, i)
      for (let length = 0; length <= response.length; length++) {
        const prefix = response.slice(0, length)
        if (rows && length < response.length) expectIndex(rows.rowOf(problem, prefix), rows.count)
        if (enumeration) expectIndex(enumeration.stateOf(problem, prefix), enumeration.states)
      }
    }
    if (!rows || !level.policies.includes('tabular')) return
    for (const base of basesOf(level)) {
      const table = task.startLogits?.(level, seed, base)
      if (table)
        expect([table.length, table.every(Number.isFinite)]).toEqual([rows.count * task.vocabulary.length, true])
    }
  })
})

const expectIndex = (index: number, count: number) => {
  expect(Number.isInteger(index)).toBe(true)
  expect(index).toBeGreaterThanOrEqual(0)
  expect(index).toBeLessThan(count)
}

function checkPicture(task: Task, level: Level, problem: Problem, response: readonly number[]): void {
  const picture = task.picture(level, problem, response)
  expect(structuredClone(picture)).toEqual(picture)
  const { correct } = task.verify(level, problem, response)
  switch (picture.kind) {
    case 'tree': {
      const paths = new Set(picture.nodes.map(({ path }) => path))
      expect(paths.size).toBe(picture.nodes.length)
      for (const { parent } of picture.nodes) expect(parent === undefined || paths.has(parent)).toBe(true)
      expect(picture.nodes.filter(({ visited }) => visited)).toHaveLength(response.length + 1)
      expect(picture.nodes.some(({ kind }) => kind === 'correct')).toBe(true)
      break
    }
    case 'lines':
      expect(picture.goal).not.toBe('')
      if (response.length > 0) expect(picture.lines.length).toBeGreaterThan(0)
      if (correct) expect(picture.lines.at(-1)?.state).toBe('right')
      for (const { text, note } of picture.lines) expect(text.length + note.length).toBeGreaterThan(0)
      break
    case 'cells':
      expect(picture.cells.filter(({ state }) => state !== 'open')).toHaveLength(response.length)
      if (correct) expect(picture.cells.some(({ state }) => state === 'wrong')).toBe(false)
      break
    case 'arms':
      expect(picture.arms.filter(({ chosen }) => chosen)).toHaveLength(response.length)
      break
    case 'belief':
      expect(picture.options.reduce((total, { probability }) => total + probability, 0)).toBeCloseTo(1)
      expect(picture.options.some(({ right, named }) => right && named)).toBe(correct)
      expect(picture.heard.length).toBeLessThanOrEqual(response.length)
      break
    case 'grid':
      expect(picture.cells.length).toBeGreaterThan(0)
  }
}
