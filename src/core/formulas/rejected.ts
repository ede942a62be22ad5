/** Responses that leave the batch after they were scored: no average of the loss knows of them any more. */
import { type Batch, maskOf, rolloutOfToken } from '../batch.ts'
import type { Numbers } from '../math.ts'

/** [T] the mask without the tokens of responses that are not kept: column `trained`. */
export function trainedOf(batch: Batch, kept: Numbers): Float32Array {
  const owner = rolloutOfToken(batch)
  return maskOf(batch).map((own, t) => own * kept[owner[t]!]!)
}
