/** Rough quantities in words. */
import type { Cost } from '../../core/cost.ts'

/** To the second below a minute and a half, then to the minute, the hour. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = seconds / 60
  return minutes < 90 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`
}

export const cost = ({ seconds, bytes }: Cost): string =>
  `About ${duration(seconds)} per iteration and ${(bytes / 2 ** 30).toFixed(1)} GiB of memory`
