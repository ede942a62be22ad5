/** An estimator of one's own as a method: what the sandbox gave, handed out by an ordinary slot. */
import { type Batch, extentLength } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import { advantage, credit, defineMethod, type Method } from '../core/method.ts'
import type { OwnColumn } from './contract.ts'
import { ownKey, ownTitle } from './words.ts'

const words = {
  id: ownKey,
  title: ownTitle,
  paper: { title: 'Written here', year: 2026 },
  idea: 'An estimator of one’s own, run in a sandbox.',
  formula: String.raw`\hat A_i`,
  symbols: { '\\hat A_i': { is: 'advantage', text: 'what the program gives response i' } },
  claim: 'Whatever its author expects.',
  panel: 'bench',
  confidence: 'code-verified',
  versusGrpo: 'As its author wrote it.',
} as const

/** Where a batch's numbers come from: what was computed elsewhere, or the sandbox itself. */
export function ownMethod(kind: OwnColumn['kind'], columnFor: (batch: Batch) => OwnColumn): Method {
  const values = (batch: Batch): Float32Array => {
    const column = columnFor(batch)
    const expected = extentLength(batch, kind === 'advantage' ? 'rollout' : 'token')
    if (column.kind !== kind || column.values.length !== expected)
      fail('my estimator', `${expected} numbers`, `${column.values.length}`, 'Run it again on this batch.')
    return column.values
  }
  const slots =
    kind === 'advantage'
      ? { advantage: advantage({ compute: batch => ({ advantage: values(batch) }) }) }
      : {
          advantage: advantage({ compute: batch => ({ advantage: new Float32Array(batch.rollouts) }) }),
          credit: credit({ compute: batch => ({ credit: values(batch) }) }),
        }
  return defineMethod({ ...words, slots })
}
