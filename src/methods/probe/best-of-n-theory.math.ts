/** What picking the best of n by a score does to a distribution, exactly: order statistics. */
import { type Numbers, sum } from '../../core/math.ts'

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

/**
 * [answers] how often each is the highest-scored of n independent draws: F(y)^n - F(y-)^n, with F the distribution of the
 * score. Answers of one score share its mass as they are drawn, which is what "the first of equals" comes to.
 */
export const bestOfN = (pi: Numbers, score: Numbers, n: number): number[] =>
  range(pi.length).map(y => {
    const own = score[y]!
    const massWhere = (fits: (other: number) => boolean) =>
      sum(range(pi.length).map(x => (fits(score[x]!) ? pi[x]! : 0)))
    const [below, equal] = [massWhere(other => other < own), massWhere(other => other === own)]
    return equal === 0 ? 0 : (((below + equal) ** n - below ** n) * pi[y]!) / equal
  })

export const expected = (pi: Numbers, value: Numbers): number => sum(range(pi.length).map(y => pi[y]! * value[y]!))

/** KL(a || b) in nats. */
export const divergence = (a: Numbers, b: Numbers): number =>
  sum(range(a.length).map(y => (a[y]! > 0 ? a[y]! * Math.log(a[y]! / b[y]!) : 0)))

/** The most that best-of-n can leave its policy, in nats: reached where no two scores are equal and none has any mass. */
export const mostDivergence = (n: number): number => Math.log(n) - (n - 1) / n

/** Where the score is a chance of being accepted: the policy tilted by its odds, which one round of resampling draws from. */
export function tiltedByOdds(pi: Numbers, score: Numbers): number[] {
  const weight = range(pi.length).map(y => (pi[y]! * score[y]!) / (1 - score[y]!))
  return weight.map(w => w / sum(weight))
}
