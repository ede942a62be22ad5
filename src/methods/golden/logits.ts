/** For originals that take whole logits where ours is a loss of log-probabilities: the chain rule through log-softmax. */
import { logSoftmax, softmax } from '../../core/math.ts'

type Cube = readonly (readonly (readonly number[])[])[]
type Table = readonly (readonly number[])[]

/** [n][T] log-probability of each token, at a temperature. */
export const logpOf = (logits: Cube, ids: Table, temperature = 1): number[][] =>
  logits.map((rows, i) => rows.map((row, t) => logSoftmax(row.map(z => z / temperature))[ids[i]![t]!]!))

/** [n][T][V] gradient with respect to the logits, from that with respect to the log-probabilities of the tokens. */
export const throughSoftmax = (slope: Table, logits: Cube, ids: Table, temperature = 1): number[][][] =>
  logits.map((rows, i) =>
    rows.map((row, t) => {
      const p = softmax(row.map(z => z / temperature))
      return Array.from(p, (share, v) => (slope[i]![t]! * ((v === ids[i]![t] ? 1 : 0) - share)) / temperature)
    }),
  )
