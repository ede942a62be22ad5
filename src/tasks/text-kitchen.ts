import { readDialogue, rowsByState, type World } from '../core/dialogue.ts'
import type { Picture } from '../core/picture.ts'
import { defineTask, episodes, type Level, type Problem, placeOf } from '../core/task.ts'

const verbs = ['take', 'cut', 'cook', 'serve'] as const
const [take, cut, cook, serve] = [0, 1, 2, 3] as const
const foods = ['potato', 'carrot', 'onion'] as const
/** Ways to prepare, as a sum: 1 = cut, 2 = cooked. */
const preparations = ['raw', 'cut', 'cooked', 'cut and cooked'] as const
const [isCut, isCooked] = [1, 2] as const
/** What the world says to a turn. */
const messages = [
  'Done.',
  'You do not hold it.',
  'Nothing changes.',
  'It is too hot to cut.',
  'What?',
  'Nobody has one.',
] as const
const [done, notHeld, unchanged, tooHot, malformed, absent] = messages.map((_, i) => i) as [
  number,
  number,
  number,
  number,
  number,
  number,
]
const firstFood = verbs.length
const firstMessage = firstFood + foods.length
const firstPreparation = firstMessage + messages.length
const vocabulary = [
  ...verbs.map(verb => ` ${verb}`),
  ...foods.map(food => ` ${food}`),
  ...messages.map(message => ` ${message}`),
  ...preparations.map(preparation => `a ${preparation}`),
]
const V = vocabulary.length
const foodIn = (token: number): number | undefined =>
  token >= firstFood && token < firstMessage ? token - firstFood : undefined

/** What an action costs that could not be carried out, and how many of them cost it. */
export const badAction = { costs: 0.1, atMost: 2 } as const

const rules: Readonly<Record<string, { readonly foods: number; readonly turns: number }>> = {
  easy: { foods: 2, turns: 5 },
  medium: { foods: 3, turns: 10 },
}
const rulesOf = ({ id }: Level) => rules[id] ?? { foods: foods.length, turns: 10 }

const levels: readonly Level[] = (
  [
    ['easy', '2 foods, 5 turns', 'A dish takes two to four actions.'],
    ['medium', '3 foods, 10 turns', 'More to take by mistake, and more time to mend it.'],
  ] as const
).map(([id, title, note]) => ({
  id,
  title,
  note,
  // Two words of an action and one of the world.
  maxResponse: 3 * (rules[id]?.turns ?? 0),
  maxPrompt: 2,
  policies: ['tabular'],
  pool: preparations.length * (rules[id]?.foods ?? 0),
}))

interface Kitchen {
  readonly wanted: number
  readonly preparation: number
  /** Per food: undefined = not taken; else how it is prepared. */
  readonly held: readonly (number | undefined)[]
  /** Actions that could not be carried out. */
  readonly bad: number
  readonly served: number | undefined
}
const orderOf = ({ data }: Problem) => ({ wanted: Number(data.food), preparation: Number(data.preparation) })

interface Outcome {
  readonly says: number
  /** How the food is prepared then; undefined where nothing was done. */
  readonly prepared?: number
  readonly served?: true
}

/** What comes of a verb with a food that is `now` (undefined: not in hand). */
function outcomeOf(verb: number, now: number | undefined): Outcome {
  if (verb === take) return now === undefined ? { says: done, prepared: 0 } : { says: unchanged }
  if (now === undefined) return { says: notHeld }
  if (verb === serve) return { says: done, prepared: now, served: true }
  if (verb === cut && (now & isCooked) !== 0) return { says: (now & isCut) !== 0 ? unchanged : tooHot }
  const made = now | (verb === cut ? isCut : isCooked)
  return made === now ? { says: unchanged } : { says: done, prepared: made }
}

/** An action is one verb and one food. */
function act(kitchen: Kitchen, turn: readonly number[]): { readonly food: number } & Outcome {
  const [verb = -1, noun = -1] = turn
  const food = foodIn(noun)
  if (turn.length !== 2 || verb >= verbs.length || food === undefined) return { food: 0, says: malformed }
  if (food >= kitchen.held.length) return { food, says: absent }
  return { food, ...outcomeOf(verb, kitchen.held[food]) }
}

const costOf = (bad: number): number => badAction.costs * Math.min(bad, badAction.atMost)

const world: World = {
  end: undefined,
  episodes: episodes<Kitchen>({
    ends: foods.map((_, food) => firstFood + food),
    begin: (level, problem) => ({
      ...orderOf(problem),
      held: Array.from({ length: rulesOf(level).foods }, () => undefined),
      bad: 0,
      served: undefined,
    }),
    after: (kitchen, turn) => {
      const { food, says, prepared, served } = act(kitchen, turn)
      if (prepared === undefined) {
        const bad = kitchen.bad + 1
        const reward = costOf(kitchen.bad) - costOf(bad)
        return { state: { ...kitchen, bad }, says: [firstMessage + says], reward, over: false }
      }
      const state = { ...kitchen, held: kitchen.held.with(food, prepared), served: served ? food : undefined }
      return { state, says: served ? [] : [firstMessage + says], reward: 0, over: served === true }
    },
    keyOf: kitchen => describe(kitchen),
  }),
}

const dishOf = (food: number, prepared: number): string => `${preparations[prepared]} ${foods[food]}`
function describe({ held }: Kitchen): string {
  const things = held.flatMap((prepared, food) => (prepared === undefined ? [] : [dishOf(food, prepared)]))
  return things.length === 0 ? 'empty hands' : `holds ${things.join(', ')}`
}
const isRight = ({ served, wanted, preparation, held }: Kitchen): boolean =>
  served === wanted && held[wanted] === preparation

const read = (level: Level, problem: Problem, response: readonly number[]) => {
  const dialogue = readDialogue(world, level, problem, response)
  return { dialogue, kitchen: dialogue.state() as Kitchen }
}

/** States of each food: not taken, or prepared in one of the ways. */
const perFood = preparations.length + 1
const pantryStates = (level: Level): number => perFood ** rulesOf(level).foods
const pantryIn = ({ held }: Kitchen): number =>
  held.reduce<number>((index, prepared) => index * perFood + (prepared === undefined ? 0 : prepared + 1), 0)
/** What was said of an unfinished turn: nothing, one verb, or too much for an action. */
const sayings = verbs.length + 2
const sayingIn = (said: readonly number[]): number =>
  said.length === 0 ? 0 : said.length === 1 ? 1 + (said[0] ?? 0) : sayings - 1

const servings = (level: Level): number => rulesOf(level).foods + 1
const badCounts = badAction.atMost + 1

function picture(level: Level, problem: Problem, response: readonly number[]): Picture {
  const { dialogue, kitchen } = read(level, problem, response)
  const turns = dialogue.turns()
  const lines = turns.map(({ start, end }, turn) => {
    const text = response
      .slice(start, end)
      .map(token => vocabulary[token])
      .join('')
      .trim()
    const isServed = kitchen.served !== undefined && turn === turns.length - 1
    const heard = response[end]
    if (isServed) return { text, state: isRight(kitchen) ? ('right' as const) : ('wrong' as const), note: '' }
    const state = heard === undefined || heard === firstMessage + done ? ('open' as const) : ('wrong' as const)
    return { text, state, note: heard === undefined ? '' : (vocabulary[heard] ?? '').trim() }
  })
  return { kind: 'lines', lines, goal: problem.text }
}

/**
 * Cook what is ordered by actions of two words. What cannot be done leaves the kitchen as it is: the world says why and
 * takes off a bounded part of the pay, so that acting sensibly can be learned before the first dish is right.
 */
export default defineTask({
  id: 'text-kitchen',
  title: 'Kitchen',
  description:
    'Serve the dish that is ordered, by actions of two words: take, cut, cook, serve, and a food. What cannot be done is answered by the reason and costs 0.1, twice at most; only the right dish is paid. Made for actions that a world may refuse.',
  levels,
  vocabulary,
  end: world.end,
  ...(world.episodes && { episodes: world.episodes }),
  leastReward: -costOf(badAction.atMost),
  forbidden: vocabulary.map((_, id) => id).slice(firstMessage),
  problem(level, seed, index) {
    const place = placeOf(level.pool, level.pool, seed, index)
    const [food, preparation] = [Math.floor(place / preparations.length), place % preparations.length]
    return {
      index,
      prompt: [firstPreparation + preparation, firstFood + food],
      text: `Serve a ${dishOf(food, preparation)}`,
      data: { food, preparation, place },
    }
  },
  verify(level, problem, response) {
    const { kitchen } = read(level, problem, response)
    const { served, bad, held } = kitchen
    const correct = isRight(kitchen)
    const reward = (correct ? 1 : 0) - costOf(bad)
    const failed = bad === 0 ? '' : ` after ${bad} that could not be done`
    if (served === undefined) return { reward, correct, answer: '', note: `Serves nothing${failed}.` }
    const dish = dishOf(served, held[served] ?? 0)
    const note = correct ? `Serves a ${dish}, as ordered${failed}.` : `Serves a ${dish}, which nobody ordered${failed}.`
    return { reward, correct, answer: dish, note }
  },
  reference(level, problem) {
    const { wanted, preparation } = orderOf(problem)
    const wantedVerbs = [
      take,
      ...((preparation & isCut) !== 0 ? [cut] : []),
      ...((preparation & isCooked) !== 0 ? [cook] : []),
      serve,
    ]
    const response: number[] = []
    for (const verb of wantedVerbs) {
      response.push(verb, firstFood + wanted)
      response.push(...readDialogue(world, level, problem, response).owed())
    }
    return response
  },
  // It has learned that an action is a verb and a food, but neither when it can be done nor what it is good for.
  startLogits(level) {
    const rows = level.pool * pantryStates(level) * sayings
    const logits = new Float32Array(rows * V)
    for (let row = 0; row < rows; row++) {
      const isBegun = row % sayings > 0
      for (let token = 0; token < firstMessage; token++) {
        const food = foodIn(token)
        const isThere = food === undefined || food < rulesOf(level).foods
        logits[row * V + token] = isBegun === (food !== undefined) && isThere ? 0 : -4
      }
    }
    return logits
  },
  rows: level =>
    rowsByState(world, level, level.pool * pantryStates(level) * sayings, ({ data }, state, said) => {
      const pantry = Number(data.place) * pantryStates(level) + pantryIn(state as Kitchen)
      return pantry * sayings + sayingIn(said)
    }),
  enumeration: level => ({
    states: pantryStates(level) * badCounts * servings(level) * sayings,
    stateOf: (problem, response) => {
      const { kitchen, dialogue } = read(level, problem, response)
      const served = kitchen.served === undefined ? 0 : kitchen.served + 1
      const counted = pantryIn(kitchen) * badCounts + Math.min(kitchen.bad, badAction.atMost)
      return (counted * servings(level) + served) * sayings + sayingIn(dialogue.said())
    },
  }),
  readAs(level, problem, response) {
    const { kitchen, dialogue } = read(level, problem, response)
    const { served, held, bad } = kitchen
    const now = served === undefined ? describe(kitchen) : `serves a ${dishOf(served, held[served] ?? 0)}`
    return `turn ${dialogue.turns().length}: ${now}${bad > 0 ? `, ${bad} could not be done` : ''}`
  },
  picture,
})
