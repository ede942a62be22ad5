/** Two advantages of a group, made comparable apart and mixed (arXiv 2505.15034). */
import { mean, standardise, std, sum } from '../../core/math.ts'

const epsilon = 1e-6

/** Per response what its steps are paid: +1/K where the verifier calls the step right, -1/K where wrong, of K steps. */
export const stepPay = (verdicts: readonly number[]): number[] => verdicts.map(said => said / verdicts.length)

/** Per response and step the sum of what this and later steps are paid, in units of all steps of the group. */
export function processAdvantage(paid: readonly (readonly number[])[]): number[][] {
  const all = paid.flat()
  const [centre, spread] = [mean(all), all.length > 1 ? std(all, 1) : 1]
  const scaled = paid.map(steps => steps.map(pay => standardise(pay - centre, spread, epsilon)))
  return scaled.map(steps => steps.map((_, k) => sum(steps.slice(k))))
}

/** Share of the process in an iteration. */
export const processShare = (iteration: number, start: number, decay: number): number => start * decay ** iteration

export const mixed = (outcome: number, process: number, share: number): number =>
  (1 - share) * outcome + share * process

/** What a verifier is paid, by its overall verdict and the rule's. */
export const verifierPay = (verdict: number, rule: number): number => (verdict === rule ? 1 : 0)
