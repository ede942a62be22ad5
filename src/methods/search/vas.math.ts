/** Value augmented sampling: next tokens by the policy's liking and by what they lead to. */
import { mean, softmax } from '../../core/math.ts'
import { type Draw, drawWeighted } from '../../core/rng.ts'
import type { SearchHandle } from '../../core/search.ts'

/** Places of the `count` largest, in their own order; of equals the earlier. */
export const topPlaces = (values: readonly number[], count: number): readonly number[] =>
  values
    .map((_, at) => at)
    .sort((a, b) => values[b]! - values[a]!)
    .slice(0, count)
    .sort((a, b) => a - b)

/**
 * Logits of the next token: those of the likeliest `top` move by beta times their value's distance to the mean of these;
 * all others stay.
 */
export function augmented(
  logits: readonly number[],
  worthOf: (token: number) => number,
  { beta, top }: { readonly beta: number; readonly top: number },
): readonly number[] {
  const among = topPlaces(logits, top)
  const values = among.map(worthOf)
  const middle = mean(values)
  return logits.map((logit, token) => {
    const at = among.indexOf(token)
    return at < 0 ? logit : logit + beta * (values[at]! - middle)
  })
}

/** One response; nothing is drawn from the policy, whose distribution is looked at before every token. */
export async function valueSampled(
  handle: SearchHandle,
  count: number,
  settings: { readonly beta: number; readonly top: number },
  draw: Draw,
): Promise<readonly (readonly number[])[]> {
  let responses: readonly (readonly number[])[] = Array.from({ length: count }, () => [])
  for (;;) {
    const open = responses.filter(tokens => !handle.isOver(tokens))
    if (open.length === 0) return responses
    const likely = await handle.next(open)
    const next = new Map(open.map((tokens, at) => [tokens, likely[at]!]))
    responses = responses.map(tokens => {
      const probability = next.get(tokens)
      if (!probability) return tokens
      const logits = Array.from(probability, p => Math.log(Math.max(p, Number.MIN_VALUE)))
      const worthOf = (token: number) => {
        // What can never be said is worth nothing, and nobody is asked about it.
        return probability[token] === 0 ? 0 : handle.judge(handle.append(tokens, token))
      }
      return handle.append(tokens, drawWeighted(draw, softmax(augmented(logits, worthOf, settings))))
    })
  }
}
