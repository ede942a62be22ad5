import { defineTask, type Level, type Problem, placeOf } from '../core/task.ts'

const vocabulary = ['0', '1', '.']
const [off, on, end] = [0, 1, 2]
/** A logit beside which the others do not matter: the table says the end where it is due, and nowhere else. */
const sure = 20

interface Rules {
  /** K, the longest chain. */
  readonly switches: number
  /** Log-odds that the starting policy switches any one of them on. */
  readonly start: number
}
const rules: Readonly<Record<string, Rules>> = {
  hard: { switches: 12, start: -0.5 },
  easy: { switches: 8, start: 0.2 },
}
const rulesOf = ({ id }: Pick<Level, 'id'>): Rules => rules[id] ?? { switches: 12, start: -0.5 }

const levels: readonly Level[] = (
  [
    ['hard', 'Twelve switches', 'The start switches on 38 %: all twelve come out right once in a hundred thousand.'],
    ['easy', 'Eight switches', 'The start switches on 55 %: even the longest chain comes out right once in 119 times.'],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  maxResponse: rulesOf({ id }).switches + 1,
  maxPrompt: rulesOf({ id }).switches + 1,
  policies: ['tabular'],
  bases: ['warm'],
  pool: rulesOf({ id }).switches,
}))

/** k, how many switches the problem asks for. */
const wantedOf = ({ data }: Problem): number => Number(data.wanted)

/** Whether all that was said so far is as it should be. */
const isFaultless = (problem: Problem, response: readonly number[]): boolean =>
  response.every((token, t) => token === (t < wantedOf(problem) ? on : t === wantedOf(problem) ? end : -1))

const nameOf = (k: number): string => (k === 1 ? '1 switch' : `${k} switches`)

/**
 * A mixture of difficulties that are made of the same parts: what short chains teach makes longer ones possible. All
 * problems share the K decisions of the table, so the optimum is to switch everything on, and the pass rate of a chain
 * of k is the product of its first k decisions.
 */
export default defineTask({
  id: 'combination-chain',
  title: 'Combination chain',
  description:
    'Switch on the first k switches, then stop; one that stays off spoils the answer. A chain of k is solved as often as all its parts go right, so that long chains are hopeless until short ones have been learned: a world for curricula, hints and replay.',
  levels,
  vocabulary,
  end,
  problem(level, seed, index) {
    const { switches } = rulesOf(level)
    const wanted = 1 + placeOf(switches, switches, seed, index)
    const prompt = [...Array.from({ length: wanted }, () => on), end]
    return { index, prompt, text: `${nameOf(wanted)} on`, data: { wanted } }
  },
  verify(_level, problem, response) {
    const k = wantedOf(problem)
    const correct = response.length === k + 1 && isFaultless(problem, response)
    const wrong = response.findIndex((_, t) => !isFaultless(problem, response.slice(0, t + 1)))
    const note = correct
      ? `All ${nameOf(k)} on.`
      : wrong < 0
        ? 'Not finished.'
        : response[wrong] === off
          ? `Switch ${wrong + 1} is off.`
          : 'Stopped at the wrong place.'
    return { reward: correct ? 1 : 0, correct, answer: response.map(token => vocabulary[token] ?? '?').join(''), note }
  },
  reference: (_level, problem) => problem.prompt,
  correctAnswers: (_level, problem) => [problem.prompt.map(token => vocabulary[token] ?? '?').join('')],
  sources: level => ({
    names: Array.from({ length: rulesOf(level).switches }, (_, i) => nameOf(i + 1)),
    of: problem => wantedOf(problem) - 1,
  }),
  rows: level => ({
    count: rulesOf(level).switches + 1,
    // The last row is for what comes after the switches.
    rowOf: (problem, response) => (response.length < wantedOf(problem) ? response.length : rulesOf(level).switches),
  }),
  startLogits(level) {
    const { switches, start } = rulesOf(level)
    return Float32Array.from(
      Array.from({ length: switches + 1 }, (_, row) => (row < switches ? [0, start, -sure] : [0, 0, sure])).flat(),
    )
  },
  enumeration: level => ({
    states: 4 * (level.maxResponse + 1),
    stateOf: (problem, response) =>
      4 * response.length + (response.at(-1) === end ? 2 : 0) + (isFaultless(problem, response) ? 1 : 0),
  }),
  readAs: (_level, _problem, response) =>
    response.map((token, t) => (token === end ? 'stops' : `switch ${t + 1} ${token === on ? 'on' : 'off'}`)).join(', '),
  picture(_level, problem, response) {
    const k = wantedOf(problem)
    const cells = Array.from({ length: Math.max(k + 1, response.length) }, (_, t) => {
      const [said, wanted] = [response[t], t < k ? on : t === k ? end : undefined]
      const state = said === undefined ? ('open' as const) : said === wanted ? ('right' as const) : ('wrong' as const)
      return {
        label: said === undefined ? '' : (vocabulary[said] ?? '?'),
        wanted: wanted === undefined ? undefined : vocabulary[wanted],
        state,
      }
    })
    return { kind: 'cells', cells }
  },
})
