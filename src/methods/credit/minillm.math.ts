/** Discounted sums of a teacher's lead, by length or not, as documented or as TRL computes them. */
import { type Batch, maskOf, tokenCount } from '../../core/batch.ts'
import { generated } from '../../core/episode.ts'
import { choice, number, type ParamSpecs, type Values } from '../../core/params.ts'

export const toGoParams = {
  toGoDiscount: number({ label: 'Discount γ', default: 1, min: 0, max: 1 }),
  byLength: choice({
    label: 'Divide by length',
    options: ['on', 'off'],
    default: 'on',
    paper: 'on',
    meaning: { on: 'by the sum of the discounts: a mean of what follows', off: 'the sum itself' },
  }),
  discountFrom: choice({
    label: 'Discount counts from',
    options: ['token', 'start'],
    default: 'token',
    by: { 'trl-f2cd577': 'start' },
    meaning: {
      token: 'the token that answers: γ to the s - t',
      start: 'the start of the response, where nothing is divided: γ to the s, as TRL’s code',
    },
  }),
  maskedShare: number({
    label: 'Share of padding in the length',
    default: 0,
    by: { 'trl-f2cd577': 1e-4 },
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
    note: 'What a place behind the response counts in what is divided by; 0 is right.',
  }),
} as const satisfies ParamSpecs

type ToGo = Values<typeof toGoParams & ParamSpecs>

/** [T] what each generated token answers for; 0 where the mask is 0. Source: TRL MiniLLMTrainer._compute_advantage (f2cd577). */
export function leadToGo(batch: Batch, lead: Float32Array, toGo: ToGo): Float32Array {
  const { toGoDiscount: gamma, byLength, discountFrom, maskedShare } = toGo
  const longest = Math.max(0, ...Array.from({ length: batch.rollouts }, (_, i) => tokenCount(batch, i)))
  const mask = maskOf(batch)
  const result = new Float32Array(lead.length)
  for (let i = 0; i < batch.rollouts; i++) {
    const places = generated(batch, i)
    const fromStart = byLength === 'off' && discountFrom === 'start'
    let sum = 0
    let weight = 0
    // Behind the last token stands padding, up to the longest response.
    for (let k = longest - 1; k >= places.length; k--) weight = maskedShare + gamma * weight
    for (let k = places.length - 1; k >= 0; k--) {
      const t = places[k]!
      sum = fromStart ? gamma ** k * lead[t]! + sum : lead[t]! + gamma * sum
      weight = 1 + gamma * weight
      result[t] = mask[t]! * (byLength === 'on' ? sum / weight : sum)
    }
  }
  return result
}
