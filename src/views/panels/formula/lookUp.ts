/** Where the numbers of a formula come from: columns, explain columns, parameters, and the sizes of things. */
import { lengths } from '../../../core/batch.ts'
import { type Column, type Extent, isColumn, specOf } from '../../../core/columns.ts'
import { explainedIn } from '../../../core/explained.ts'
import { sum } from '../../../core/math.ts'
import type { Slot } from '../../../core/slots.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { ResolvedMethod } from '../../../methods/index.ts'
import { generatedTokens, type Spot } from '../../kit/locate.ts'
import { quantityName, reportedName } from '../../kit/quantities.ts'
import type { FoundValue, LookUp, Terms } from './fill.ts'
import type { Range } from './sums.ts'

const owner = (extent: Extent, place: Spot): string => {
  switch (extent) {
    case 'rollout':
      return `response ${place.rollout + 1}`
    case 'token':
    case 'next':
      return `token ${place.token + 1} of response ${place.rollout + 1}`
    case 'group':
      return `group ${place.group + 1}`
    case 'turn':
      return `turn of token ${place.token + 1}`
  }
}

/** Index of the selected thing in a column of this extent. */
function indexOf(extent: Extent, { batch }: Snapshot, place: Spot): number | undefined {
  switch (extent) {
    case 'rollout':
      return place.row
    case 'token':
      return place.at
    case 'next': {
      // Of the entries that could stand there: the one that does.
      const { at } = place
      return at === undefined ? undefined : at * (batch.vocabulary ?? 0) + batch.token[at]!
    }
    case 'group':
      return place.group
    case 'turn': {
      const { turns } = batch
      const { at } = place
      const found = turns?.start.findIndex((start, j) => at !== undefined && start <= at && at < turns.end[j]!) ?? -1
      return found < 0 ? undefined : found
    }
  }
}

/** Probabilities, of which the columns hold the logarithms. */
const logarithms: Readonly<Record<string, Column>> = {
  probability: 'logp',
  oldProbability: 'oldLogp',
  refProbability: 'refLogp',
  samplerProbability: 'samplerLogp',
}

/** Quantities that are no column: sizes, probabilities, and the ratio where only its logarithms are stored. */
function derived(name: string, { batch }: Snapshot, place: Spot): FoundValue | undefined {
  const { at, row, members } = place
  const logp = logarithms[name] && batch[logarithms[name]]
  if (logp && at !== undefined)
    return { value: Math.exp(logp[at]!), from: `exp(${logarithms[name]}), token ${place.token + 1}` }
  switch (name) {
    case 'reward':
      return { value: batch.reward[row]!, from: `reward of response ${place.rollout + 1}` }
    case 'groupSize':
      return { value: members.length, from: 'responses in this group' }
    case 'length':
      return { value: lengths(batch)[row]!, from: `tokens of response ${place.rollout + 1}` }
    case 'tokens':
      return { value: sum(lengths(batch)), from: 'tokens of the iteration that the policy generated' }
    case 'rollouts':
      return { value: batch.rollouts, from: 'responses of the iteration' }
    case 'ratio':
      if (at === undefined || !batch.logp || !batch.oldLogp) return undefined
      return {
        value: Math.exp(batch.logp[at]! - batch.oldLogp[at]!),
        from: `exp(logp − oldLogp), token ${place.token + 1}`,
      }
    default:
      return undefined
  }
}

const reportedBy = (name: string): string =>
  reportedName(name) === name ? 'reported by the method' : `${reportedName(name)}, reported by the method`

/** First what the method reports under that name (its slot `slot`, where several do), then the batch's own column, then parameters, then sizes. */
export function lookUpIn(
  snapshot: Snapshot,
  place: Spot,
  method: ResolvedMethod,
  params: Readonly<Record<string, number | string>>,
  slot?: Slot,
): LookUp {
  const read = (extent: Extent, values: Float32Array, kind: string): FoundValue | undefined => {
    const value = values[indexOf(extent, snapshot, place) ?? -1]
    return value === undefined || Number.isNaN(value) ? undefined : { value, from: `${kind}, ${owner(extent, place)}` }
  }
  return name => {
    const explained = explainedIn(snapshot.explain, name, slot)
    if (explained) return read(explained.extent, explained.values, reportedBy(name))
    if (isColumn(name)) {
      const values = snapshot.batch[name]
      if (values) return read(specOf(name).extent, values, `${quantityName(name)}, column ${name}`)
    }
    const param = params[name] ?? method.specs[name]?.default
    if (typeof param === 'number' && method.specs[name])
      return { value: param, from: `parameter “${method.specs[name].label}”` }
    return (
      derived(name, snapshot, place) ?? (typeof param === 'number' ? { value: param, from: 'parameter' } : undefined)
    )
  }
}

/** Where else than at the selection a name has values: along the response, or at its siblings; undefined for the rest. */
function extentOf(name: string, { explain }: Snapshot, slot: Slot | undefined): Extent | undefined {
  const explained = explainedIn(explain, name, slot)
  if (explained) return explained.extent
  if (isColumn(name)) return specOf(name).extent
  if (name === 'reward' || name === 'length') return 'rollout'
  return name === 'ratio' ? 'token' : undefined
}

/** The places that a sum over such values visits, from the selected one. */
function placesOf(extent: Extent | undefined, { batch }: Snapshot, place: Spot, { over }: Range): Spot[] | undefined {
  if (extent === 'rollout') {
    const rows = place.members.filter(row => !Number.isNaN(batch.reward[row]!))
    if (over !== 'all' && over !== 'others') return undefined
    return rows.filter(row => over === 'all' || row !== place.row).map(row => ({ ...place, row }))
  }
  if (extent !== 'token' || place.at === undefined || over === 'others') return undefined
  const from = over === 'all' ? place.start : place.at + (over === 'after' ? 1 : 0)
  return [...generatedTokens(batch, [place.row])].filter(at => at >= from).map(at => ({ ...place, at }))
}

/** A name's values one by one where a sum counts. */
export function termsIn(...[snapshot, place, method, params, slot]: Parameters<typeof lookUpIn>): Terms {
  return (name, range) => {
    const places = placesOf(extentOf(name, snapshot, slot), snapshot, place, range)
    const values = places?.map(there => lookUpIn(snapshot, there, method, params, slot)(name)?.value)
    return values?.every(value => value !== undefined) ? values : undefined
  }
}
