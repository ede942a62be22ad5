import { describe, expect, it } from 'vitest'
import { presets } from '../../core/presets.ts'
import { blankRecipe, type Recipe } from '../../core/recipe.ts'
import { methodOf, methods, resolveMethod } from '../../methods/index.ts'
import { columnsRead, tensorsRead, type Venue } from '../../methods/needs.ts'
import { wordsOf } from '../../methods/words.ts'
import { lacks } from '../../store/select/needs.ts'
import { taskOf, tasks } from '../../tasks/index.ts'
import { entries, everything, type Query, readQuery, search, sections, writeQuery } from './entries.ts'
import { borrowersOf, compareSlots, fillingsOf, invents } from './slots.ts'
import { trial, venuesFor } from './tryOut.ts'
import { needText } from './words.ts'

const ids = (query: Partial<Query>, lacking: (id: string) => string | undefined = () => undefined): string[] =>
  search(entries, { ...everything, ...query }, lacking).map(({ id }) => id)

describe('the catalogue', () => {
  it('lists every method, under one slot', () => {
    const listed = sections(search(entries, everything, () => undefined)).flatMap(section => section.entries)
    expect(listed.map(({ id }) => id).sort()).toEqual([...methods.keys()].sort())
  })

  it('finds a method by id, title, idea and arXiv number, all words together, in any case', () => {
    expect(ids({ words: 'GSPO' })).toContain('gspo')
    expect(ids({ words: '2402.03300' })).toContain('grpo')
    expect(ids({ words: 'siblings mean' })).toContain('grpo')
    expect(ids({ words: 'siblings nonsense-word' })).toEqual([])
  })

  it('narrows by slot, year, confidence and needs', () => {
    for (const id of ids({ slot: 'objective' })) expect(invents(methods.get(id)!)).toContain('objective')
    for (const id of ids({ year: 2017 })) expect(wordsOf(id).paper.year).toBe(2017)
    expect(ids({ year: 2017 })).toContain('ppo')
    for (const id of ids({ confidence: 'abstract-only' })) expect(methods.get(id)!.confidence).toBe('abstract-only')
    const only = (id: string) => (id === 'grpo' ? undefined : 'Needs more.')
    expect(ids({ fit: 'yes' }, only)).toEqual(['grpo'])
    expect(ids({ fit: 'no' }, only)).toHaveLength(methods.size - 1)
  })

  it('orders by title, or the newest first', () => {
    const years = ids({ order: 'year' }).map(id => wordsOf(id).paper.year)
    expect(years).toEqual([...years].sort((a, b) => b - a))
    const titles = ids({}).map(id => methods.get(id)!.title)
    expect(titles).toEqual([...titles].sort((a, b) => a.localeCompare(b, 'en')))
  })

  it('keeps its query in the address, and passes over what it does not know', () => {
    const query: Query = {
      words: 'a & b=c',
      slot: 'credit',
      year: 2025,
      confidence: 'code-verified',
      fit: 'yes',
      order: 'year',
    }
    expect(readQuery(writeQuery(query))).toEqual(query)
    expect(writeQuery(everything)).toBe('')
    expect(readQuery('slot=nowhere&year=soon&confidence=1&sort=x')).toEqual(everything)
  })
})

describe('the slots of a method', () => {
  const differing = (id: string) =>
    compareSlots('grpo', id)
      .filter(({ differs }) => differs)
      .map(({ slot }) => slot)

  it('differ from GRPO where another part fills them', () => {
    expect(differing('grpo')).toEqual([])
    expect(differing('gspo')).toEqual(['objective', 'aggregation'])
    expect(differing('rloo')).toContain('advantage')
  })

  it('say who fills them', () => {
    const advantage = fillingsOf('gspo').find(({ slot }) => slot === 'advantage')
    expect(advantage).toMatchObject({ kind: 'borrowed', owner: 'grpo' })
    expect(advantage?.formula).toBe(wordsOf('grpo').formula)
    expect(fillingsOf('grpo').find(({ slot }) => slot === 'sampler')).toMatchObject({ kind: 'house', owner: undefined })
    expect(borrowersOf('grpo').map(({ id }) => id)).toContain('gspo')
  })

  it('are own exactly where the method invents them', () => {
    for (const method of methods.values()) {
      const own = fillingsOf(method.id).filter(({ kind }) => kind === 'own')
      expect(own.map(({ slot }) => slot)).toEqual(invents(method))
    }
  })
})

it('says in words what every method needs', () => {
  const named = [...methods.keys()].flatMap(id => {
    const resolved = resolveMethod(id)
    return [...columnsRead(resolved), ...tensorsRead(resolved)]
  })
  expect([...new Set<string>(named)].filter(need => needText(need) === need)).toEqual([])
})

describe('trying a method', () => {
  const venues = [...methods.values()].flatMap(method => venuesFor(method).map(venue => ({ id: method.id, venue })))

  it('opens a recipe that has all the method needs, whatever is on the page', () => {
    const cut = { ...blankRecipe, params: { topK: 1 } }
    for (const { id, venue } of venues) {
      for (const present of [blankRecipe, cut, presets.at(-1)!.recipe]) {
        expect(lacks(id, trial(present, id, venue)), id).toBeUndefined()
      }
    }
  })

  it('takes venue on suggested tasks, else on the first that will do', () => {
    const tasksOf = (suggested: string[]) => venuesFor({ id: 'grpo', tasks: suggested }).map(({ task }) => task.id)
    expect(tasksOf(['nowhere'])).toHaveLength(1)
    expect(tasksOf(['bandit', 'token-tree'])).toEqual(['bandit', 'token-tree'])
  })

  it('keeps the settings on the same task, and begins afresh on another', () => {
    const [{ recipe }] = presets
    const tuned = { ...recipe, seed: 'maple', params: { groupSize: 5 } }
    const on = (id: string) => trial(tuned, 'rloo', venuesFor({ id: 'rloo', tasks: [id] })[0]!)
    expect(on(tuned.task)).toMatchObject({ method: 'rloo', seed: 'maple', params: { groupSize: 5 } })
    const other = [...tasks.keys()].find(id => id !== recipe.task)!
    expect(on(other)).toMatchObject({ task: other, method: 'rloo', seed: recipe.seed, params: {} })
  })

  it('takes what the method is made for, but leaves what a person set', () => {
    const gspo = (params: Recipe['params']) =>
      trial({ ...blankRecipe, params }, 'gspo', venuesFor({ id: 'gspo', tasks: [blankRecipe.task] })[0]!).params
    expect(gspo({})).toEqual({ minibatches: 4 })
    expect(gspo({ minibatches: 2, groupSize: 5 })).toEqual({ minibatches: 2, groupSize: 5 })
    const [forks] = venuesFor(methodOf('tempo'))
    expect(trial(blankRecipe, 'tempo', forks!).params).toMatchObject({ groupSize: 16, optimiser: 'sgd' })
  })

  it('begins elsewhere with a policy that has a warm start there', () => {
    for (const { id, venue } of venues) {
      const { policy, base } = trial({ ...blankRecipe, task: 'nowhere' }, id, venue)
      expect([policy, base]).toEqual([venue.policy, 'warm'])
    }
  })

  it('changes on the same task no more than stands in the way', () => {
    const [needy] = venues.filter(
      ({ id, venue }) => venue.task.rows && lacks(id, { ...setupOf(venue), policy: 'gpt-2x64' }),
    )
    const { id, venue } = needy!
    const present = { ...blankRecipe, ...setupOf(venue), policy: 'gpt-2x64', base: 'random', seed: 'maple' }
    const wanted = trial(present, id, venue)
    expect(wanted).toMatchObject({ task: venue.task.id, policy: venue.policy, seed: 'maple' })
    expect(taskOf(wanted.task).levels.map(level => level.id)).toContain(wanted.level)
  })
})

const setupOf = ({ task, level, policy }: Venue) => ({ task: task.id, level: level.id, policy, params: {} })
