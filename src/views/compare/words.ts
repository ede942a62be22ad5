/** What a comparison says in sentences. */
import type { Finding } from '../../store/compare/figures.ts'
import { shown } from '../curves/charts.ts'
import { count } from '../kit/numbers.ts'
import { labelOf, unitOf } from './metrics.ts'

/** `Length, wrong: Dr. GRPO 6.3 against 13.8 tokens, lower in 5 of 5 seeds.` */
export function findingWords(
  metric: string,
  name: string,
  finding: Finding,
): { readonly text: string; readonly says: boolean } {
  const { seeds, higher, lower, says, other, base } = finding
  const unit = unitOf(metric)
  const figures = `${shown(metric, other)} against ${shown(metric, base)}${unit && ` ${unit}`}`
  if (says !== undefined) {
    const agree = says === 'higher' ? higher : lower
    return { text: `${labelOf(metric)}: ${name} ${figures}, ${says} in ${agree} of ${seeds} seeds.`, says: true }
  }
  if (higher === 0 && lower === 0) {
    return { text: `${name}: the same in ${seeds === 1 ? 'the one seed' : `all ${seeds} seeds`}.`, says: false }
  }
  if (seeds < 5) {
    const most = Math.max(higher, lower)
    const way = higher >= lower ? 'higher' : 'lower'
    return {
      text: `${name}: ${way} in ${most} of ${count(seeds, 'seed')} so far, too few to tell from luck.`,
      says: false,
    }
  }
  return {
    text: `${name}: no difference seen with ${seeds} seeds (higher in ${higher}, lower in ${lower}).`,
    says: false,
  }
}

/** `about 40 s`, `about 3 min`. */
export const about = (seconds: number): string =>
  seconds < 90 ? `about ${Math.max(1, Math.round(seconds))} s` : `about ${Math.round(seconds / 60)} min`
