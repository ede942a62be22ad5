/** Two worlds small enough to follow by hand, and runs in them, for the engine's tests. */
import type { ParamValues } from '../core/params.ts'
import type { Recipe } from '../core/recipe.ts'
import { seedFrom } from '../core/rng.ts'
import { defineTask, episodes, type Level, type Task } from '../core/task.ts'
import { type ResolvedMethod, resolveMethod } from '../methods/index.ts'
import { freshState } from '../policy/optimiser.ts'
import type { Policy } from '../policy/policy.ts'
import { createTabular } from '../policy/tabular.ts'
import { openBackend } from '../tensor/backends.ts'
import { paramsOf, type Run } from './run.ts'

const level: Level = {
  id: 'only',
  title: 'Only',
  note: 'The one level.',
  maxResponse: 4,
  maxPrompt: 1,
  policies: ['tabular'],
  pool: 6,
}

/** Say the letter after the one that was asked, then a full stop. Tokens a, b, c, full stop. */
export const nextLetter: Task = defineTask({
  id: 'next-letter',
  title: 'Next letter',
  description: 'Say the letter that follows.',
  levels: [level],
  vocabulary: ['a', 'b', 'c', '.'],
  end: 3,
  problem: (_, __, index) => ({
    index,
    prompt: [index % 3],
    text: 'abc'[index % 3] ?? '',
    data: { wanted: (index + 1) % 3 },
  }),
  verify: (_, { data }, response) => {
    const correct = response[0] === data.wanted
    return { reward: correct ? 1 : 0, correct, answer: String(response[0]), note: correct ? 'Right.' : 'Wrong.' }
  },
  reference: (_, { data }) => [Number(data.wanted), 3],
  rows: () => ({ count: 15, rowOf: ({ prompt }, response) => prompt[0]! * 5 + response.length }),
  readAs: () => 'nothing',
  picture: () => ({ kind: 'arms', arms: [] }),
})

/** Guess a number in 0..3; the world says higher (4) or lower (5) and pays 0.1 for every answer. */
export const guessing: Task = defineTask({
  id: 'guessing',
  title: 'Guessing',
  description: 'Find the number.',
  levels: [{ ...level, maxResponse: 7 }],
  vocabulary: ['0', '1', '2', '3', 'higher', 'lower'],
  end: undefined,
  forbidden: [4, 5],
  problem: (_, __, index) => ({ index, prompt: [0], text: '?', data: { secret: index % 4 } }),
  verify: (_, { data }, response) => {
    const correct = response.at(-1) === data.secret
    return { reward: correct ? 1 : 0, correct, answer: String(response.at(-1)), note: '' }
  },
  reference: (_, { data }) => [Number(data.secret)],
  rows: () => ({ count: 7, rowOf: (_, response) => response.length }),
  episodes: episodes<{ readonly secret: number; readonly heard: readonly number[] }>({
    begin: (_, { data }) => ({ secret: Number(data.secret), heard: [] }),
    after: ({ secret, heard }, [guess = 0]) => {
      const state = { secret, heard: [...heard, guess] }
      if (guess === secret) return { state, says: [], reward: 0, over: true }
      return { state, says: [guess < secret ? 4 : 5], reward: 0.1, over: false }
    },
    keyOf: ({ heard }) => heard.join(),
  }),
  readAs: () => 'nothing',
  picture: () => ({ kind: 'arms', arms: [] }),
})

export interface RunOptions {
  readonly task?: Task
  readonly method?: ResolvedMethod
  readonly params?: ParamValues
  readonly seed?: string
}

const small = { problems: 3, groupSize: 4, iterations: 6, probeEvery: 2, probeProblems: 2, probeSamples: 4 }

/** A fresh run of a tabular policy from uniform probabilities. */
export async function openRun(options: RunOptions = {}): Promise<Run> {
  await openBackend('cpu')
  const { task = nextLetter, method = resolveMethod('grpo'), seed = '1' } = options
  const params = { ...small, learningRate: 0.1, ...options.params }
  const recipe: Recipe = {
    task: task.id,
    level: 'only',
    policy: 'tabular',
    base: 'random',
    method: method.method.id,
    seed,
    params,
  }
  return {
    recipe,
    task,
    level: task.levels[0]!,
    seed: seedFrom(seed),
    method,
    policy: tableOf(task),
    reference: tableOf(task),
    models: Object.fromEntries(Object.keys(method.models).map(column => [column, tableOf(task)])),
    params: paramsOf(method, 'tabular', params),
    iteration: 0,
    memory: {},
    watched: false,
  }
}

function tableOf(task: Task): Policy {
  const { count, rowOf } = task.rows!(task.levels[0]!)
  const policy = createTabular({
    rows: count,
    vocabSize: task.vocabulary.length,
    rowOf,
    ...(task.forbidden && { forbidden: task.forbidden }),
  })
  policy.write(freshState(new Float32Array(count * task.vocabulary.length)))
  return policy
}
