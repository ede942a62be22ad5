/** The numbers of the selected token that every method shares. */
import { type Aggregation, aggregations } from '../../../core/method.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { ResolvedMethod } from '../../../methods/index.ts'
import type { Spot } from '../../kit/locate.ts'
import { fixed, short, signed } from '../../kit/numbers.ts'
import { aggregationSettings, aggregationWeights } from '../../kit/weights.ts'
import type { PanelWorld } from '../../panel.ts'

export interface TokenFact {
  readonly id: string
  readonly label: string
  readonly value: string
  /** For colouring: the number itself where it is signed. */
  readonly sign?: number
  readonly formula?: string
  readonly note: string
}

type Params = Readonly<Record<string, number | string>>

export function tokenFacts(snapshot: Snapshot, place: Spot): TokenFact[] {
  const { batch } = snapshot
  const { at } = place
  if (at === undefined) return []
  const [old, now, ref] = [batch.oldLogp?.[at], batch.logp?.[at], batch.refLogp?.[at]]
  const facts: TokenFact[] = []
  const credit = batch.credit?.[at]
  if (credit !== undefined) {
    const note = 'What the objective multiplies at this token.'
    facts.push({ id: 'credit', label: 'credit', value: signed(credit, 3), sign: credit, note })
  }
  const exact = batch.exactAdvantage?.[at]
  if (exact !== undefined) {
    const note = 'How much this token changed the expected reward; 0 means that it decided nothing.'
    const formula = 'Q(prefix, token) − V(prefix)'
    facts.push({ id: 'exact', label: 'exact advantage', value: signed(exact, 3), sign: exact, formula, note })
  }
  if (old !== undefined && now !== undefined) {
    const formula = `exp(${fixed(now, 3)} − ${fixed(old, 3)})`
    const note = '1 at the first update; the clip acts on it.'
    facts.push({ id: 'ratio', label: 'ratio ρ', value: fixed(Math.exp(now - old), 3), formula, note })
  }
  if (old !== undefined) {
    const value = now === undefined ? fixed(old, 3) : `${fixed(now, 3)} / ${fixed(old, 3)}`
    const label = now === undefined ? 'log-prob when sampled' : 'log-prob now / old'
    facts.push({ id: 'logp', label, value, note: '0 is certain; −0.69 is one in two.' })
  }
  const entropy = batch.oldEntropy?.[at]
  if (entropy !== undefined) {
    const note = 'In nats; 0 where only one token is possible.'
    facts.push({ id: 'entropy', label: 'entropy', value: short(entropy), note })
  }
  const current = now ?? old
  if (ref !== undefined && current !== undefined) {
    const x = ref - current
    const formula = `exp(x) − x − 1, x = ${fixed(x, 3)}`
    const note = 'How far the policy left the reference at this token; never negative.'
    facts.push({ id: 'kl', label: 'KL to reference, k3', value: short(Math.exp(x) - x - 1), formula, note })
  }
  return facts
}

/** Weight of one token in the loss under each aggregation; `used` is the one that the method runs with. */
export function weightFacts(
  { batch }: Snapshot,
  { row }: Spot,
  method: ResolvedMethod,
  params: Params,
  { level }: PanelWorld,
): { readonly aggregation: Aggregation; readonly fraction: string; readonly value: string; readonly used: boolean }[] {
  const used = usedAggregation(method, params)
  return aggregationWeights(batch, row, aggregationSettings(params, level?.maxResponse)).map(
    ({ aggregation, fraction, weight }) => ({
      aggregation,
      fraction,
      value: short(weight),
      used: aggregation === used,
    }),
  )
}

/** Undefined when the method invents its own aggregation. */
export function usedAggregation(method: ResolvedMethod, params: Params): Aggregation | undefined {
  const spec = method.specs.aggregation
  return aggregations.find(id => id === (params.aggregation ?? spec?.default))
}
