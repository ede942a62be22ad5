/** The numbers of the selected token that every method shares. */
import type { Column } from '../../../core/columns.ts'
import { type Aggregation, aggregations } from '../../../core/method.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { ResolvedMethod } from '../../../methods/index.ts'
import type { Spot } from '../../kit/locate.ts'
import { fixed, short, signed } from '../../kit/numbers.ts'
import { quantityName, reportedName } from '../../kit/quantities.ts'
import { aggregationSettings, aggregationWeights } from '../../kit/weights.ts'
import type { PanelWorld } from '../../panel.ts'

export interface TokenFact {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly exact: number
  /** Drawn in the colour of its sign. */
  readonly isSigned?: true
  readonly formula?: string
  readonly note: string
}

type Params = Readonly<Record<string, number | string>>

export function tokenFacts({ batch, explain }: Snapshot, { at }: Spot): TokenFact[] {
  if (at === undefined) return []
  const facts: TokenFact[] = []
  const add = (
    column: Column,
    write: (value: number) => string,
    rest: Omit<TokenFact, 'id' | 'label' | 'value' | 'exact'>,
  ) => {
    const value = batch[column]?.[at]
    if (value !== undefined)
      facts.push({ id: column, label: quantityName(column), value: write(value), exact: value, ...rest })
  }
  const thousandth = (value: number) => fixed(value, 3)
  const [old, now, ref] = [batch.oldLogp?.[at], batch.logp?.[at], batch.refLogp?.[at]]
  add('credit', value => signed(value, 3), { isSigned: true, note: 'What the objective multiplies at this token.' })
  add('exactAdvantage', value => signed(value, 3), {
    isSigned: true,
    formula: 'Q(prefix, token) − V(prefix)',
    note: 'How much this token changed the expected reward; 0 means that it decided nothing.',
  })
  const lastPass = explain['objective.ratio'] ?? explain.ratio
  const seen = lastPass?.extent === 'token' ? lastPass.values[at] : undefined
  if (seen !== undefined) {
    const note =
      'What the loss multiplied the credit with, and what the clip acts on. 1 in the first pass over a batch.'
    facts.push({ id: 'lastRatio', label: reportedName('ratio'), value: thousandth(seen), exact: seen, note })
  }
  add('ratio', thousandth, {
    ...(old !== undefined && now !== undefined && { formula: `exp(${fixed(now, 3)} − ${fixed(old, 3)})` }),
    note: 'How much likelier the token is now than when it was sampled. No loss has seen it: the last step came after the last pass.',
  })
  add('oldLogp', thousandth, { note: '0 is certain; −0.69 is one in two.' })
  add('logp', thousandth, { note: 'The same token under the new weights.' })
  add('oldEntropy', short, { note: 'In nats; 0 where only one token is possible.' })
  const current = now ?? old
  if (ref !== undefined && current !== undefined) {
    const x = ref - current
    const value = Math.exp(x) - x - 1
    const formula = `exp(x) − x − 1, x = ${fixed(x, 3)}`
    const note = 'How far the policy left the reference at this token; never negative.'
    facts.push({ id: 'kl', label: 'KL to reference, k3', value: short(value), exact: value, formula, note })
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
