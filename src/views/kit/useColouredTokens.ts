import { useMemo } from 'react'
import type { PanelProps } from '../panel.ts'
import { type Agreement, agreement } from './agreement.ts'
import { generatedTokens, type Spot } from './locate.ts'
import { type Domain, domainOf, visibleValues } from './scales.ts'
import { type Signal, type SignalSource, signalToDraw, signalValues } from './signals.ts'
import { aggregationSettings } from './weights.ts'

export interface ColouredTokens {
  readonly signal: Signal
  readonly values: Float32Array
  /** Shared by all siblings of the group. */
  readonly domain: Domain
  /** Agreement with the exact advantage, where that is known and the signal is a credit. */
  readonly truth: Agreement | undefined
}

type Source = Pick<PanelProps, 'snapshot' | 'params' | 'world' | 'signal'>

export function signalSource({ snapshot, params, world }: Omit<Source, 'signal'>): SignalSource {
  const { batch, explain } = snapshot
  return { batch, explain, params, settings: aggregationSettings(params, world.level?.maxResponse) }
}

/** The chosen signal over the group's tokens, its shared scale, and how well it agrees with the truth. */
export function useColouredTokens(props: Source, place: Spot | undefined): ColouredTokens {
  const { snapshot, params, world, signal: id } = props
  const { batch, explain } = snapshot
  const signal = useMemo(() => signalToDraw(id, batch, explain), [id, batch, explain])
  const values = useMemo(
    () => signalValues(signal, signalSource({ snapshot, params, world })),
    [signal, snapshot, params, world],
  )
  return useMemo(() => {
    const tokens = [...generatedTokens(batch, place?.members ?? [])]
    const domain = domainOf(signal.signed ? 'signed' : 'unsigned', visibleValues(values, tokens), signal.centre)
    const exact = batch.exactAdvantage
    return {
      signal,
      values,
      domain,
      truth: exact && signal.isCredit && domain.limit > 0 ? agreement(values, exact, tokens) : undefined,
    }
  }, [batch, place?.members, signal, values])
}
