/** Diagnostics of the method as signals. */
import type { Explain } from '../../../core/batch.ts'
import { reportedName } from '../quantities.ts'
import { overTokens } from '../signalValues.ts'
import { type Signal, signal } from './signal.ts'

const perThing = { token: 'token', rollout: 'response', turn: 'turn', group: 'group' } as const

/** Diagnostics of the method that have one value per token or per thing that owns tokens, named `explain:<column>`. */
export const explainSignals = (explain: Explain): Signal[] =>
  Object.entries(explain).flatMap(([name, { extent, values, label = reportedName(name), unit, signed = true }]) =>
    extent === 'next'
      ? []
      : [
          signal({
            id: `explain:${name}`,
            label,
            ...(unit && { unit }),
            signed,
            family: 'Inside the method',
            needs: [],
            formula: `${name}, as the method reports it`,
            note: `One value per ${perThing[extent]}.`,
            values: ({ batch }) => overTokens(batch, extent, values),
          }),
        ],
  )
