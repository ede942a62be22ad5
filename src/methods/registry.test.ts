/** The form of every method: what the page, the command line and the documentation rely on. */
import katex from 'katex'
import { describe, expect, test } from 'vitest'
import type { Batch } from '../core/batch.ts'
import { columns, specOf } from '../core/columns.ts'
import { columnSlots, type Formula, isForEstimating, type Method, type MethodWords, slots } from '../core/method.ts'
import { unexplained } from '../core/notation.ts'
import { preferReward } from '../core/pairs.ts'
import { conventionOf, conventions, defaultsOf, legalise, type ParamSpecs, type ParamValues } from '../core/params.ts'
import { trainingSpecs } from '../core/recipe.ts'
import { wordFields } from '../scripts/method-words.mjs'
import { tasks } from '../tasks/index.ts'
import { openBackend } from '../tensor/backends.ts'
import { tf } from '../tensor/tf.ts'
import { asMade, holdsAt, venuesFor } from './as-made.ts'
import { estimate, estimateSlots } from './estimate.ts'
import { context, paramsOf, prepared, syntheticBatch } from './fixture.ts'
import { type Leaf, leafNames, objectiveGradient } from './gradient.ts'
import { methodFiles, methods, type ResolvedMethod, resolveMethod } from './index.ts'
import { tensorNeeds } from './loss.ts'
import { venuesOf } from './needs.ts'
import { explainedSpecs, formulaOf, wordsOf } from './words.ts'

const sources = import.meta.glob<string>(
  ['./*/*.ts', '!./*/*.test.ts', '!./*/*.golden.ts', '!./*/*.math.ts', '!./golden/**'],
  {
    eager: true,
    query: '?raw',
    import: 'default',
  },
)

const asking = { ...context, prefer: preferReward(syntheticBatch()), judge: () => 0.5 }

/** Names that a symbol may stand for: columns, parameters, and what the method hands out for explanation. */
function nameable(method: Method): ReadonlySet<string> {
  const resolved = resolveMethod(method.id)
  const params = defaultsOf(resolved.specs)
  const others = columnSlots
    .filter(slot => !estimateSlots.some(known => known === slot))
    .flatMap(slot =>
      Object.keys(resolved[slot]?.part.compute(method.id, syntheticBatch(), params, asking).explain ?? {}),
    )
  const trained = method.trains === false ? [] : namedInTraining(resolved, params)
  return new Set([
    ...['reward', 'group', 'token', 'answer', 'length', 'tokens'],
    ...['probability', 'oldProbability', 'samplerProbability'],
    ...columns,
    ...Object.keys(resolved.specs),
    ...others,
    ...trained,
  ])
}

function namedInTraining(resolved: ResolvedMethod, params: ParamValues): string[] {
  const { batch, explain } = prepared(resolved, params, syntheticBatch())
  const traced = tensorNeeds(resolved, params).includes('logits')
    ? {}
    : objectiveGradient(tf, resolved, params, batch, context).explain
  return [...Object.keys(explain), ...Object.keys(traced)]
}

const formulasOf = (method: Method): Formula[] => {
  const own = resolveMethod(method.id).objective?.part.formula
  return [formulaOf(method), ...(own ? [own] : [])]
}

/** Published as a report or in a journal only. */
const withoutPreprint = new Set([
  'hierarchical-grpo',
  ...['reinforce', 'rollout-correction', 'tp-grpo', 'prpo', 'prime-length-penalty'],
  ...['bypass', 'seq-mask-tis', 'tis'],
])

/** Longer ones are not read. */
const longestSentence = 280
/** The compiler wants all of them here. */
const fields: Record<keyof MethodWords, true> = {
  paper: true,
  formula: true,
  symbols: true,
  idea: true,
  claim: true,
  pitfalls: true,
  versusGrpo: true,
  standIn: true,
}
const sentencesOf = (text: string): string[] => text.split(/(?<=[.?!]) +(?=\p{Lu})/u)

const thenOf = (leaf: Leaf) => `old${leaf[0]!.toUpperCase()}${leaf.slice(1)}` as `old${Capitalize<Leaf>}`
const isThen = (name: string) => ['oldProbability', ...leafNames.map(thenOf)].includes(name)
const isNow = (name: string) => leafNames.some(leaf => leaf === name)

/** TeX with the spaces that do not matter taken out. */
const squeezed = (tex: string): string => tex.replace(/\s+/g, '')

test('no module of a method but that of its words has any of them', () => {
  expect([...wordFields].sort()).toEqual(Object.keys(fields).sort())
  for (const method of methods.values()) {
    expect(Object.keys(method).filter(key => key in fields)).toEqual([])
    expect(Object.keys(wordsOf(method.id)).filter(key => !(key in fields))).toEqual([])
  }
})

test('every file in a slot’s folder is a method', () => {
  expect(Object.keys(sources).length).toBe(methods.size)
  expect(methods.size).toBeGreaterThanOrEqual(10)
})

/** Columns that slots may write for slots that follow; rewards per token are no such need of anybody, and those of a sampler or a learned model come first. */
const passedOn = columns.filter(
  column =>
    specOf(column).at === 'slot' && !/^(advantage|credit|tokenReward|external|modelReward|progress)$/.test(column),
)
const blank = (): Batch => ({
  ...syntheticBatch(),
  ...Object.fromEntries(passedOn.map(column => [column, undefined])),
})

describe.each([...methods.values()].map(method => [method.id, method] as const))('%s', (id, method) => {
  const path = methodFiles.get(id)!

  test('is named as its file, in the folder of a slot', () => {
    const [, folder, name] = path.split('/')
    expect(name).toBe(`${id}.ts`)
    expect(slots).toContain(folder)
  })

  test('says what it is, in whole sentences that can be read', () => {
    const { title } = method
    const { paper, idea, claim, versusGrpo, pitfalls = [], standIn } = wordsOf(id)
    expect(title.length).toBeGreaterThan(1)
    expect(title.length).toBeLessThan(50)
    expect(idea.length).toBeGreaterThan(50)
    expect(idea.length).toBeLessThan(240)
    expect(claim.length).toBeGreaterThan(60)
    expect(claim.length).toBeLessThan(500)
    expect(versusGrpo.length).toBeGreaterThan(10)
    expect(versusGrpo.length).toBeLessThan(160)
    for (const text of [idea, claim, versusGrpo, ...pitfalls, ...(standIn ? [standIn] : [])]) {
      expect(text, 'starts with a capital, a digit or a name, and ends with a full stop').toMatch(/^\S.*[.?!]$/s)
      for (const one of sentencesOf(text)) expect(one.length, one).toBeLessThan(longestSentence)
    }
    expect(paper.title.length).toBeGreaterThan(10)
    expect(paper.year).toBeGreaterThan(1980)
    if (paper.id !== undefined) expect(paper.id).toMatch(/^\d{4}\.\d{4,5}$/)
    else expect(withoutPreprint.has(id), 'an arXiv number').toBe(true)
  })

  test('says what goes wrong in released code, at least once', () => {
    expect(wordsOf(id).pitfalls?.length ?? 0).toBeGreaterThan(0)
  })

  test('suggests tasks where it can be seen, and only such, unless no task feeds it', () => {
    const venues = venuesOf(resolveMethod(id), tasks).map(({ task }) => task.id)
    if (venues.length === 0) return
    expect(method.tasks?.length ?? 0).toBeGreaterThan(0)
    expect((method.tasks ?? []).filter(task => !venues.includes(task))).toEqual([])
  })

  test('is made for settings that exist, are legal, and are not those of every run', () => {
    const { training } = method
    if (!training) return
    const venues = venuesFor(method, tasks)
    const specs: ParamSpecs = { ...trainingSpecs, ...resolveMethod(id).specs }
    for (const [key, value] of Object.entries(training.params)) {
      expect(specs[key], key).toBeDefined()
      expect(legalise(key, specs[key]!, value), key).toEqual({ value })
    }
    expect(training.because).toMatch(/^[\p{Ll}0-9].*[^.]$/u)
    expect(venues.map(venue => asMade(id, venue, tasks)).filter(recipe => holdsAt(training, recipe))).not.toEqual([])
    // What suits a table breaks a network.
    if (training.params.learningRate !== undefined) expect(training.at?.policy).toBeDefined()
  })

  test('is another method only if it says so in words, and that one is no twin itself', () => {
    if (!method.twinOf) return
    expect(methods.get(method.twinOf.id)?.twinOf).toBeUndefined()
    expect(methods.has(method.twinOf.id)).toBe(true)
    expect(method.twinOf.because).toMatch(/^\S.{10,}[^.]$/)
  })

  test('declares every column that its credit makes for the slots that follow', () => {
    const { credit } = resolveMethod(id)
    if (!credit) return
    const { batch } = estimate(resolveMethod(id), paramsOf(id), blank(), context)
    const made = passedOn.filter(column => batch[column] !== undefined)
    expect([...credit.part.writes].sort()).toEqual([...made].sort())
  })

  test('resolves: every slot is filled, borrowed ids lead to a method that has the slot', () => {
    const resolved = resolveMethod(id)
    for (const [slot, filling] of Object.entries(method.slots)) {
      if (typeof filling === 'string' && slot !== 'aggregation') {
        expect(methods.has(filling)).toBe(true)
        expect(filling).not.toBe(id)
      }
    }
    for (const slot of ['advantage', 'credit', 'objective', 'aggregation'] as const) {
      expect(resolved[slot] === undefined, slot).toBe(
        method.trains === false || (isForEstimating(slot) && resolved.pairing !== undefined),
      )
    }
  })

  test('has parameters whose defaults and conventions are legal', () => {
    const specs = explainedSpecs(resolveMethod(id))
    for (const [key, spec] of Object.entries(specs)) {
      expect(legalise(key, spec, spec.default)).toEqual({ value: spec.default })
      expect(spec.label.length).toBeGreaterThan(1)
      if (spec.kind === 'number') {
        expect(spec.min).toBeLessThan(spec.max)
        expect(spec.note, `${key}: a note, or a symbol of the formula that stands for it`).toBeTruthy()
      } else if (spec.options.some(option => option !== 'on' && option !== 'off')) {
        expect(spec.note ?? spec.meaning, `${key}: a note, or the meaning of its options`).toBeTruthy()
      }
      if (spec.kind === 'choice' && spec.meaning)
        expect(Object.keys(spec.meaning).sort()).toEqual([...spec.options].sort())
    }
    for (const convention of conventions) {
      for (const [key, value] of Object.entries(conventionOf(specs, convention))) {
        expect(legalise(key, specs[key]!, value)).toEqual({ value })
      }
    }
  })

  test('has formulas that render, and whose symbols occur in them', () => {
    for (const { tex, symbols } of formulasOf(method)) {
      expect(() => katex.renderToString(tex, { throwOnError: true, strict: 'error' })).not.toThrow()
      for (const symbol of Object.keys(symbols)) {
        expect(() => katex.renderToString(symbol, { throwOnError: true, strict: 'error' })).not.toThrow()
        expect(squeezed(tex)).toContain(squeezed(symbol))
      }
      for (const { text } of Object.values(symbols)) expect(text.length).toBeGreaterThan(2)
      expect(unexplained(tex, Object.keys(symbols))).toEqual([])
    }
  })

  test('has symbols that stand for a column, a parameter or an explain column', async () => {
    await openBackend('cpu')
    const names = nameable(method)
    const strangers = formulasOf(method).flatMap(({ symbols }) =>
      Object.values(symbols).filter(({ is }) => !names.has(is)),
    )
    expect(strangers).toEqual([])
  })

  test('says "now" of no column of then, and "sampled" of no column of now', () => {
    const told = formulasOf(method).flatMap(({ symbols }) => Object.values(symbols))
    const wrong = told.filter(({ is, text }) =>
      isThen(is) ? /\bnow\b/.test(text) : isNow(is) && /when (it was )?sampled|start of the update/.test(text),
    )
    expect(wrong).toEqual([])
  })

  test('shows the statistic of now that its loss reads, and not that of then alone', () => {
    const loss: readonly string[] = tensorNeeds(resolveMethod(id), paramsOf(id))
    const told = formulasOf(method).flatMap(({ symbols }) => Object.values(symbols).map(({ is }) => is))
    const mistaken = leafNames.filter(
      leaf => leaf !== 'logp' && loss.includes(leaf) && told.includes(thenOf(leaf)) && !told.includes(leaf),
    )
    expect(mistaken.filter(leaf => !loss.includes(thenOf(leaf)))).toEqual([])
  })

  test('imports the core only, and TensorFlow.js as types only', () => {
    const imports = [...sources[path]!.matchAll(/^import (type )?[^;]*?from '([^']+)'/gms)]
    for (const [, typeOnly, from] of imports) {
      if (from!.startsWith('@tensorflow/')) expect(typeOnly).toBe('type ')
      else if (from !== `./${id}.math.ts`) expect(from).toMatch(/^\.\.\/\.\.\/core\//)
    }
  })

  test('fits on a page or two: 100 lines below its imports', () => {
    const below = sources[path]!.trimEnd().replace(/^import [^;]*? from '[^']+'\n/gm, '')
    expect(below.split('\n').length).toBeLessThanOrEqual(100)
  })

  test('names a panel that exists, and tasks by distinct ids', () => {
    expect(Object.keys(panels)).toContain(`../views/panels/${method.panel}/index.tsx`)
    expect(new Set(method.tasks).size).toBe(method.tasks?.length ?? 0)
  })

  test('has a test beside it', () => {
    expect(Object.keys(tests)).toContain(path.replace('.ts', '.test.ts'))
  })
})

const tests = import.meta.glob('./*/*.test.ts')
const panels = import.meta.glob('../views/panels/*/index.tsx')
