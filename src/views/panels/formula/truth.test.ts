/** The formula that is shown is the formula that is computed. */
import { beforeAll, describe, expect, it } from 'vitest'
import { groupMembers } from '../../../core/batch.ts'
import type { Formula } from '../../../core/method.ts'
import { defaultsOf, type ParamValues } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { context, prepared, syntheticBatch, trainedIds } from '../../../methods/fixture.ts'
import { objectiveGradient } from '../../../methods/gradient.ts'
import { type ResolvedMethod, resolveMethod } from '../../../methods/index.ts'
import { tensorNeeds } from '../../../methods/loss.ts'
import { formulaOf } from '../../../methods/words.ts'
import { openBackend } from '../../../tensor/backends.ts'
import { tf } from '../../../tensor/tf.ts'
import { locate, type Spot } from '../../kit/locate.ts'
import { clauseValues, type FilledSymbol } from './fill.ts'
import { lookUpIn, termsIn } from './lookUp.ts'
import { clauses, equalsSign, startsWith, tokenise } from './tex.ts'

beforeAll(() => openBackend('cpu'))

interface Made {
  readonly snapshot: Snapshot
  /** Gradient of the loss with respect to each token's log-probability, and the loss; absent where it reads logits. */
  readonly loss: readonly number[] | undefined
}

/** What a run would show of the synthetic batch under these parameters. */
function made(method: ResolvedMethod, params: ParamValues): Made {
  const { batch, explain } = prepared(method, params, syntheticBatch())
  const known = { iteration: 1, phase: 'update' as const, problems: [], notes: [], metrics: {} }
  if (tensorNeeds(method, params).includes('logits')) return { snapshot: { ...known, batch, explain }, loss: undefined }
  const traced = objectiveGradient(tf, method, params, batch, context)
  const ofObjective = Object.entries(traced.explain).map(([name, values]) => {
    const extent = values.length === batch.rollouts ? ('rollout' as const) : ('token' as const)
    return [name, { extent, values }]
  })
  return {
    snapshot: { ...known, batch, explain: { ...explain, ...Object.fromEntries(ofObjective) } },
    loss: [traced.loss, ...(traced.gradient.logp ?? [])],
  }
}

const placesIn = ({ batch }: Snapshot): Spot[] =>
  groupMembers(batch).flatMap((members, group) =>
    members.flatMap((row, rollout) =>
      Array.from({ length: batch.tokenStart[row + 1]! - batch.tokenStart[row]! }, (_, token) => token).flatMap(
        token => locate(batch, { iteration: undefined, group, rollout, token }) ?? [],
      ),
    ),
  )

const symbolsAt = (formula: Formula, lookUp: ReturnType<typeof lookUpIn>): FilledSymbol[] =>
  Object.entries(formula.symbols).map(([tex, { is, text }], index) => ({ index, tex, text, is, found: lookUp(is) }))

/** Every clause at every place that its numbers and the method's report can both be read off. */
function compared(method: ResolvedMethod, formula: Formula, params: ParamValues) {
  const { snapshot } = made(method, params)
  return placesIn(snapshot).flatMap(place => {
    const at = [snapshot, place, method, params] as const
    const values = clauseValues(formula, symbolsAt(formula, lookUpIn(...at)), termsIn(...at))
    return values.flatMap(({ tex, computed, reported }) =>
      computed !== undefined && reported !== undefined && Number.isFinite(computed)
        ? [{ tex, computed, reported }]
        : [],
    )
  })
}
const falsehoods = (...of: Parameters<typeof compared>): string[] =>
  compared(...of)
    .filter(({ computed, reported }) => Math.abs(computed - reported) > 1e-4 * Math.max(1, Math.abs(reported)))
    .map(({ tex, computed }) => `${bare(tex)} but ${computed}`)
const comparisons = (method: ResolvedMethod): number =>
  formulasOf(method).flatMap(formula => compared(method, formula, defaultsOf(method.specs))).length
const bare = (tex: string): string => tex.replace(/\\textcolor\{#[0-9a-f]{6}\}/g, '')

const formulasOf = ({ method, objective }: ResolvedMethod): Formula[] => [
  formulaOf(method),
  ...(objective?.owner === method.id && objective.part.formula ? [objective.part.formula] : []),
]

/** The values of a symbol over the whole batch, as text to be compared. */
const column = (name: string, { snapshot }: Made, method: ResolvedMethod, params: ParamValues): string =>
  placesIn(snapshot)
    .map(place => lookUpIn(snapshot, place, method, params)(name)?.value ?? 'none')
    .join()

/**
 * Numeric parameters that move the left side of a clause while everything on its right stands still. A clause without a
 * left side that is reported is about the loss.
 */
function silent(method: ResolvedMethod): string[] {
  const defaults = defaultsOf(method.specs)
  const before = made(method, defaults)
  return Object.entries(method.specs).flatMap(([key, spec]) => {
    if (spec.kind !== 'number' || spec.aside) return []
    const values = [spec.min, spec.max, (spec.min + spec.max) / 2, (Number(spec.default) + spec.min) / 2]
    const moves = values.some(value => {
      const params = { ...defaults, [key]: spec.integer ? Math.round(value) : value }
      const after = made(method, params)
      return formulasOf(method).some(formula => {
        const names = Object.values(formula.symbols).map(({ is }) => is)
        if (names.includes(key)) return false
        return clauses(tokenise(formula.tex)).some(clause => {
          const equals = equalsSign(clause)
          const keys = Object.entries(formula.symbols)
          const isLeft = ([tex]: [string, unknown]) => {
            const tokens = tokenise(tex)
            return tokens.length === equals && startsWith(clause, 0, tokens)
          }
          const left = keys.find(isLeft)?.[1].is
          const right = keys.filter(([tex]) => within(clause.slice(equals + 1), tokenise(tex))).map(([, { is }]) => is)
          const same = (name: string) => column(name, before, method, defaults) === column(name, after, method, params)
          if (right.length === 0 || !right.every(same)) return false
          if (left !== undefined) return !same(left)
          return isLoss(clause, equals) && method.slotOf[key] === 'objective' && differ(before.loss, after.loss)
        })
      })
    })
    return moves ? [key] : []
  })
}
const within = (tokens: readonly string[], key: readonly string[]): boolean =>
  tokens.some((_, at) => startsWith(tokens, at, key))
/** A clause about the whole loss: it has a loss on its left, or nothing, and no other loss on its right. */
const isLoss = (clause: readonly string[], equals: number): boolean => {
  const letters = clause.filter(token => token === '\\mathcal' || token === 'L' || token === '\\ell').length
  if (equals >= 0) return letters === 1 && /^(\\mathcal|L|\\ell)$/.test(clause[0] ?? '')
  return letters === 0 && !clause.some(token => relations.has(token))
}
const relations = new Set(['\\approx', '\\leftarrow', '\\in', '\\sim', '<', '\\le', '\\ge', '\\max', '\\to'])
const differ = (a: readonly number[] | undefined, b: readonly number[] | undefined): boolean => String(a) !== String(b)

it('looks at enough of them: about half of the methods have a clause that comes to a number', () => {
  const checked = trainedIds.map(id => resolveMethod(id)).filter(method => comparisons(method) > 0)
  expect(checked.length).toBeGreaterThan(50)
})

describe.each(trainedIds.map(id => [id, resolveMethod(id)] as const))('%s', (_, method) => {
  it('comes to what the method reports, at the defaults and away from them', () => {
    const defaults = defaultsOf(method.specs)
    const moved = Object.fromEntries(
      Object.entries(method.specs).flatMap(([key, spec]) =>
        spec.kind === 'number' && !spec.aside && !spec.integer
          ? [[key, (Number(spec.default) + Math.min(spec.max, 1)) / 2]]
          : [],
      ),
    )
    const found = formulasOf(method).flatMap(formula => [
      ...falsehoods(method, formula, defaults),
      ...falsehoods(method, formula, { ...defaults, ...moved }),
    ])
    expect(found.slice(0, 3)).toEqual([])
  })

  it('names every parameter that moves it', () => {
    expect(silent(method)).toEqual([])
  })

  it('writes a log-probability as one, so that no number of it stands where a probability is meant', () => {
    const wrong = formulasOf(method).flatMap(({ symbols }) =>
      Object.entries(symbols).filter(([tex, { is }]) => /logp$/i.test(is) && !tex.startsWith('\\log')),
    )
    expect(wrong).toEqual([])
  })
})
