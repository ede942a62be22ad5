import { describe, expect, it } from 'vitest'
import { formulaOf } from '../methods/words.ts'
import type { Made } from './fixtures/build.ts'
import { beforeUpdate, ordinary } from './fixtures/snapshots.ts'
import { locate, type Spot } from './kit/locate.ts'
import { reportedName } from './kit/quantities.ts'
import { explainSignals, signals, signalValues } from './kit/signals.ts'
import { tokenNumbers } from './kit/tokenNumbers.ts'
import { signalSource } from './kit/useColouredTokens.ts'
import { groupFacts } from './panels/credit/group-facts.ts'
import { updateFacts } from './panels/credit/update-facts.ts'
import { fill } from './panels/formula/fill.ts'
import { lookUpIn, termsIn } from './panels/formula/lookUp.ts'
import { valueText } from './panels/formula/readout.ts'
import { tokenFacts } from './panels/formula/token-facts.ts'
import { summariesOf } from './panels/groups/health.ts'

interface Shown {
  readonly where: string
  readonly name: string
  readonly text: string
}

/** Every name with a number that formula, token numbers, foot, cards and tables have for this place. */
function shownAt({ snapshot, method, params }: Made, place: Spot): Shown[] {
  const at = place.at!
  const source = signalSource({ snapshot, params, world: { vocabulary: [] } })
  const pairs = (where: string, facts: readonly { readonly label: string; readonly value: string }[]): Shown[] =>
    facts.map(({ label, value }) => ({ where, name: label, text: value }))
  const filled = fill(
    formulaOf(method.method),
    lookUpIn(snapshot, place, method, params),
    termsIn(snapshot, place, method, params),
  )
  const inFormula = filled.symbols
    .filter(({ found, is }) => found && nameOf(is) !== undefined)
    .map(symbol => ({ where: 'formula', name: nameOf(symbol.is)!, text: valueText(symbol) }))
  const summary = summariesOf(snapshot, params)[place.group]!
  return [
    ...inFormula,
    ...pairs('token facts', tokenFacts(snapshot, place)),
    ...pairs('detail line', tokenNumbers(snapshot.batch, at)),
    ...pairs('what the update did', updateFacts(snapshot.batch, place) ?? []),
    ...pairs('head of the credit map', groupFacts(snapshot, place, method.specs, params)),
    { where: 'groups', name: 'mean', text: String(summary.mean) },
    { where: 'groups', name: 'sd', text: String(summary.std) },
    ...[...signals, ...explainSignals(snapshot.explain)].flatMap(signal => {
      if (signal.needs.some(column => !snapshot.batch[column])) return []
      const value = signalValues(signal, source)[at]
      return value === undefined ? [] : [{ where: 'colouring', name: signal.label.toLowerCase(), text: String(value) }]
    }),
  ]
}

/** What the screen calls a symbol's quantity; symbols that nothing else names are only symbols. */
const nameOf = (is: string): string | undefined =>
  is === 'ratio' ? reportedName(is) : { credit: 'credit', mean: 'mean', std: 'sd', reward: 'reward' }[is]

const number = (text: string): number => Number(text.replace('\u2212', '-').replace('+', ''))
/** Half a unit of the last digit that is written. */
const grain = (text: string): number => {
  const [mantissa = '', power = '0'] = text.replace('\u2212', '-').split('e')
  const digits = mantissa.split('.')[1]?.length ?? 0
  return 0.51 * 10 ** (Number(power) - digits)
}

function conflicts(shown: readonly Shown[]): string[] {
  const names = new Set(shown.map(({ name }) => name.toLowerCase()))
  return [...names].flatMap(name => {
    const known = shown.filter(one => one.name.toLowerCase() === name && Number.isFinite(number(one.text)))
    const [first] = known
    const other = known.find(({ text }) => {
      const apart = Math.abs(number(text) - number(first!.text))
      return apart > grain(text) + grain(first!.text) + 1e-6
    })
    return other ? [`${name}: ${first!.text} in ${first!.where}, ${other.text} in ${other.where}`] : []
  })
}

describe('what has one name on the screen has one value', () => {
  const made = [ordinary(), ordinary(8, 8, 'dr-grpo'), ordinary(8, 8, 'rloo'), beforeUpdate()]
  it.each(made.map((one, i) => [i, one] as const))('scene %i, at tokens of every group', (_, one) => {
    for (let group = 0; group < one.snapshot.batch.groups; group++) {
      for (const token of [0, 3, 6]) {
        const place = locate(one.snapshot.batch, { iteration: undefined, group, rollout: group % 8, token })!
        expect(conflicts(shownAt(one, place))).toEqual([])
      }
    }
  })

  it('also where the loss saw another ratio than the one after the update: both are named', () => {
    const one = ordinary()
    const { batch } = one.snapshot
    const ratio = { extent: 'token' as const, values: batch.ratio!.map(value => 0.9 * value) }
    const snapshot = { ...one.snapshot, explain: { ...one.snapshot.explain, ratio } }
    const place = locate(batch, { iteration: undefined, group: 1, rollout: 2, token: 4 })!
    const shown = shownAt({ ...one, snapshot }, place)
    expect(conflicts(shown)).toEqual([])
    expect(new Set(shown.filter(({ name }) => name.startsWith('ratio ')).map(({ name }) => name))).toEqual(
      new Set(['ratio in the last pass', 'ratio after the update']),
    )
  })

  it('would notice a second value under the same name', () => {
    const a = { where: 'here', name: 'ratio', text: '0.426' }
    expect(conflicts([a, { ...a, where: 'there', text: '0.490' }])).toEqual(['ratio: 0.426 in here, 0.490 in there'])
    expect(conflicts([a, { ...a, text: '0.42614' }])).toEqual([])
  })
})
