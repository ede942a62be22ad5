/**
 * An estimator of one's own as a method: what a sandbox gave, handed out by ordinary slots, and the house's defaults
 * around them. No file of a slot's folder: it stands in no list of methods, and only a recipe with a program has it.
 */
import { type Batch, extentLength, spread, tokenCount } from '../core/batch.ts'
import { fail } from '../core/fail.ts'
import { advantage, credit, defineMethod, type Method, type MethodWords } from '../core/method.ts'
import { ownId, ownTitle } from '../core/recipe-own.ts'

/** A column of the batch: [n] advantage or [T] credit, 0 at what the world wrote. */
export interface OwnColumn {
  readonly kind: 'advantage' | 'credit'
  readonly values: Float32Array
}

export const ownWords: MethodWords = {
  paper: { title: 'Written here', year: 2026 },
  idea: 'An estimator of your own, run in a sandbox.',
  formula: String.raw`\hat A_i = f(r_i, \text{group})`,
  symbols: {
    '\\hat A_i': { is: 'advantage', text: 'what your program gives response i, or its tokens on average' },
    r_i: { is: 'reward', text: 'its reward' },
  },
  claim: 'Whatever its author expects.',
  versusGrpo: 'As its author wrote it.',
}

/** Where nothing runs programs, as on the page's main thread. */
const nowhere = (): OwnColumn =>
  fail('your estimator', 'a sandbox', 'none', 'It is computed where the run is trained, and on the bench.')

/**
 * `columnFor` says what the program gives for a batch; absent: the method's form alone, for whoever only reads it. Numbers
 * per response are shared out to its tokens; of numbers per token a response has the mean, which nothing trains on.
 */
export const ownMethod = (kind: OwnColumn['kind'] = 'advantage', columnFor: ColumnFor = nowhere): Method => {
  const values = (batch: Batch): Float32Array => {
    const column = columnFor(batch)
    const expected = extentLength(batch, kind === 'advantage' ? 'rollout' : 'token')
    if (column.kind !== kind || column.values.length !== expected)
      fail('your estimator', `${expected} numbers`, `${column.values.length}`, 'Run it again on this batch.')
    return column.values
  }
  return defineMethod({
    ...ownWords,
    id: ownId,
    title: ownTitle,
    panel: 'bench',
    confidence: 'code-verified',
    slots: {
      advantage: advantage({
        compute: batch => ({ advantage: kind === 'advantage' ? values(batch) : means(batch, values(batch)) }),
      }),
      credit: credit({
        needs: ['advantage'],
        compute: batch => ({ credit: kind === 'advantage' ? spread(batch, batch.advantage) : values(batch) }),
      }),
    },
  })
}
type ColumnFor = (batch: Batch) => OwnColumn

/** [n] of [T], over all tokens of the response; 0 where it has none. */
const means = (batch: Batch, values: Float32Array): Float32Array =>
  Float32Array.from({ length: batch.rollouts }, (_, row) => {
    const own = values.subarray(batch.tokenStart[row], batch.tokenStart[row + 1])
    return own.reduce((sum, value) => sum + value, 0) / Math.max(1, tokenCount(batch, row))
  })

/** The form, which is the same for every program. */
export const ownForm: Method = ownMethod()
