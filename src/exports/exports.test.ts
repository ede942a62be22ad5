/** Files for real trainers: what they say, and whether Python agrees with the numbers in them. */
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { methods, resolveMethod } from '../methods/index.ts'
import { advantageRules } from './advantages.ts'
import { toTrl } from './trl.ts'
import { toVerl } from './verl.ts'
import type { Wish } from './wish.ts'

const wish = (id: string, params: Wish['params'] = {}): Wish => ({ method: resolveMethod(id), params })
const files = Object.entries({ toTrl, toVerl })
const carried = Object.keys(advantageRules).map(id => (id === 'house' ? 'reinforce' : id))

const python = (...args: string[]) => spawnSync('python3', args, { encoding: 'utf8', timeout: 60_000 })
const hasNumpy = python('-c', 'import numpy').status === 0

describe.each(files)('%s', (_, to) => {
  it('writes a file for every method, and says what is left where it may not start', () => {
    for (const id of methods.keys()) {
      const { text, left } = to(wish(id))
      expect(text, id).toContain('--self-test')
      if (!text.includes('MISSING = []')) expect(left.length, id).toBeGreaterThan(0)
      for (const line of left) expect(line, id).toMatch(/\.$/)
    }
  })

  it('carries the advantage of every rule, and no other than the one that is asked for', () => {
    for (const id of carried) expect(to(wish(id)).text, id).toContain('def advantages(')
    expect(to(wish('grpo', { baselineOver: 'others' })).text).not.toContain('def advantages(')
    expect(to(wish('grpo', { baselineOver: 'others' })).left.join()).toContain('baselineOver=others')
  })

  it('says a parameter that has no key, by name and value', () => {
    expect(to(wish('grpo', { samplerEvery: 4 })).left.join()).toContain('(samplerEvery) is 4')
    expect(to(wish('grpo')).left.join()).not.toContain('samplerEvery')
  })

  it('does not start where a slot that it cannot carry makes the method', () => {
    for (const id of ['dapo', 'kl-in-reward', 'epo', 'degrpo'])
      expect(to(wish(id)).text, id).not.toContain('MISSING = []')
    for (const id of ['grpo', 'dr-grpo', 'rloo', 'maxrl', 'nsr'])
      expect(to(wish(id)).text, id).toContain('MISSING = []')
  })

  it('keeps what words hold from becoming Python', () => {
    const method = resolveMethod('grpo')
    const named = { ...method, method: { ...method.method, title: 'x"""\nimport os\\' } }
    expect(to({ method: named, params: {} }).text).not.toMatch(/^import os\\|x"""/m)
  })

  const skipped = hasNumpy ? '' : ' (skipped: there is no python3 with NumPy here)'
  it.skipIf(!hasNumpy)(`agrees with itself in Python${skipped}`, () => {
    const ids = [...methods.keys()]
    const texts = ids.map(id => to(wish(id)).text)
    const run = spawnSync('python3', ['-c', runAll], {
      encoding: 'utf8',
      input: JSON.stringify(texts),
      timeout: 60_000,
    })
    expect(run.stderr).toBe('')
    expect(JSON.parse(run.stdout)).toBeGreaterThanOrEqual(carried.length)
  })
})

/** Compiles each file, runs its self-test, and counts those that have one. */
const runAll = `
import contextlib, io, json, sys
count = 0
for text in json.load(sys.stdin):
    space = {"__name__": "__main__"}
    sys.argv = ["file.py", "--self-test"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(text, "file.py", "exec"), space)
    count += "agree" in said.getvalue()
print(count)
`

describe('TRL', () => {
  it('takes its own advantage where it is the method’s, and a subclass where it is not', () => {
    const own = toTrl(wish('grpo', { epsilon: 1e-4 })).text
    expect(own).toContain('scale_rewards="group"')
    expect(own).not.toContain('class Trainer')
    expect(toTrl(wish('grpo', { epsilon: 1e-6 })).text).toContain('class Trainer(GRPOTrainer)')
    expect(toTrl(wish('dr-grpo')).text).toContain('scale_rewards="none"')
  })

  it('puts each parameter under the argument that means it', () => {
    const { text } = toTrl(wish('grpo', { clipLow: 0.1, clipHigh: 0.3, dualClip: 0, groupSize: 6, klCoefficient: 0.5 }))
    for (const line of ['epsilon=0.1,', 'epsilon_high=0.3,', 'delta=None,', 'num_generations=6,', 'beta=0.5,'])
      expect(text).toContain(line)
  })
})

describe('verl', () => {
  it('takes its own estimator where it is the method’s, and registers one where it is not', () => {
    const own = toVerl(wish('grpo', { epsilon: 1e-6 })).text
    expect(own).toContain('algorithm.adv_estimator=grpo"')
    expect(own).not.toContain('register_adv_est')
    expect(toVerl(wish('maxrl')).text).toContain('@register_adv_est("playground_maxrl")')
    expect(toVerl(wish('reinforce-plus-plus')).text).toContain('adv_estimator=reinforce_plus_plus"')
  })

  it('writes its words for what is off', () => {
    const { text } = toVerl(wish('grpo', { topK: 0, normLength: 0, klCoefficient: 0 }))
    for (const word of ['top_k=-1', 'loss_scale_factor=null', 'use_kl_loss=false']) expect(text).toContain(word)
  })
})
