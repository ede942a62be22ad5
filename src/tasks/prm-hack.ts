import { sum } from '../core/math.ts'
import { drawInteger, purpose, uniform } from '../core/rng.ts'
import { defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

/** Filler, work, answer. */
const vocabulary = ['~', '+', '=']
const [filler, work, answer] = [0, 1, 2]
const promptLength = 5
const prompts = vocabulary.length ** promptLength
const maxResponse = 12

interface Rules {
  /** Pieces of work that an answer must rest on. */
  readonly wanted: number
  /** How often a piece of work goes wrong. */
  readonly slip: number
  /** What the judge says of filler. */
  readonly filler: number
}
const rules: Readonly<Record<string, Rules>> = {
  easy: { wanted: 3, slip: 0.2, filler: 0.4 },
  strict: { wanted: 3, slip: 0.2, filler: 0 },
}
const rulesOf = (level: Level): Rules => rules[level.id] ?? { wanted: 3, slip: 0.2, filler: 0.4 }

const levels: readonly Level[] = (
  [
    ['easy', 'Friendly judge', 'Filler is judged 0.4, nearly as good as work: a sum of judgements rewards length.'],
    ['strict', 'Strict judge', 'Filler is judged 0: nothing to exploit, and all forms agree.'],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  maxResponse,
  maxPrompt: promptLength,
  policies: ['tabular'],
  bases: ['warm'],
  pool: 128,
}))

const digitsOf = (context: number): number[] =>
  Array.from({ length: promptLength }, (_, i) => Math.floor(context / vocabulary.length ** i) % vocabulary.length)

/** Whether the work that follows these tokens goes wrong: a matter of luck, but the same for the same tokens. */
const slips = (level: Level, problem: Problem, before: readonly number[]): boolean =>
  uniform(Number(problem.data.seed), purpose.problem, Number(problem.data.context), ...before, vocabulary.length) <
  rulesOf(level).slip

interface Progress {
  readonly done: number
  readonly flawed: boolean
}

/** What has been done before each token, and after the last. */
function progressAlong(level: Level, problem: Problem, response: readonly number[]): Progress[] {
  const along: Progress[] = [{ done: 0, flawed: false }]
  response.forEach((token, t) => {
    const { done, flawed } = along[t]!
    const wrong = token === work && slips(level, problem, response.slice(0, t))
    along.push({ done: done + (token === work && !wrong ? 1 : 0), flawed: flawed || wrong })
  })
  return along
}

const solved = (level: Level, { done, flawed }: Progress): boolean => done >= rulesOf(level).wanted && !flawed

/** The judge: sees slips and bad answers, and is polite about filler. Running out of time is judged at the last step. */
function judgeSteps(level: Level, problem: Problem, response: readonly number[]): number[] {
  const along = progressAlong(level, problem, response)
  return response.map((token, t) => {
    const before = along[t]!
    if (token === answer) return solved(level, before) ? 0.4 : -0.5
    if (t === maxResponse - 1) return -0.8
    if (token === filler) return rulesOf(level).filler
    return along[t + 1]!.done > before.done ? 0.5 : -0.8
  })
}

function reference(level: Level, problem: Problem, draw: () => number): number[] {
  const response: number[] = []
  while (progressAlong(level, problem, response).at(-1)!.done < rulesOf(level).wanted) {
    const left = maxResponse - response.length - 1 - rulesOf(level).wanted
    const wait = slips(level, problem, response) || (left > 4 && drawInteger(draw, 4) === 0)
    response.push(wait ? filler : work)
  }
  return [...response, answer]
}

/**
 * A judge of steps that can be flattered. Work goes wrong now and then, and silently; filler is judged well and achieves
 * nothing. The toy world of the comparison of sum, mean and minimum (arXiv 2504.15275). Tabular: the policy sees how
 * much work has been tried, not whether it went well.
 */
export default defineTask({
  id: 'prm-hack',
  title: 'Flattered judge',
  description:
    'Steps are filler, work or the answer; the answer is right after three pieces of work none of which went wrong. A judge of single steps likes filler too much. Made for watching process rewards being exploited.',
  levels,
  vocabulary,
  end: answer,
  problem(level, seed, index) {
    const context = placeOf(level.pool, prompts, seed, index)
    const prompt = digitsOf(context)
    return { index, prompt, text: `case ${context}`, data: { context, seed } }
  },
  verify(level, problem, response) {
    const closed = response.at(-1) === answer
    const last = progressAlong(level, problem, closed ? response.slice(0, -1) : response).at(-1)!
    if (!closed) return { reward: 0, correct: false, answer: '', note: `No answer after ${response.length} steps.` }
    if (solved(level, last)) return { reward: 1, correct: true, answer: 'solved', note: 'Enough work, and none wrong.' }
    const note = last.flawed
      ? 'A piece of work went wrong.'
      : `Only ${last.done} of ${rulesOf(level).wanted} works done.`
    return { reward: 0, correct: false, answer: last.flawed ? 'flawed' : 'early', note }
  },
  reference,
  correctAnswers: () => ['solved'],
  rows: level => ({
    count: rulesOf(level).wanted + 1,
    rowOf: (_, response) => Math.min(rulesOf(level).wanted, response.filter(token => token === work).length),
  }),
  judgeSteps,
  // Adds up what it liked and disliked, so that enough polite filler outweighs an honest answer.
  judge: (level, problem, response) => 1 / (1 + Math.exp(-sum(judgeSteps(level, problem, response)))),
  answerNow: [answer],
  readAs(_level, _problem, response) {
    const names = [
      [filler, 'filler'],
      [work, 'work'],
    ] as const
    const steps = names.map(([id, name]) => `${response.filter(token => token === id).length} × ${name}`)
    return [...steps, response.at(-1) === answer ? 'then the answer' : 'no answer'].join(', ')
  },
  picture(level, problem, response) {
    const along = progressAlong(level, problem, response)
    const cells = response.map((token, t) => {
      const right = token === answer ? solved(level, along[t]!) : along[t + 1]!.done > along[t]!.done
      const state = token === filler ? ('free' as const) : right ? ('right' as const) : ('wrong' as const)
      return { label: vocabulary[token] ?? '', wanted: undefined, state }
    })
    const open = Array.from({ length: maxResponse - response.length }, () => ({
      label: '',
      wanted: undefined,
      state: 'open' as const,
    }))
    return { kind: 'cells', cells: [...cells, ...open] }
  },
})
