/** The rules that a report shows side by side. */
import type { Fit, Verdict } from './verdict.ts'

interface Compared {
  readonly says: 'fits' | 'fits as well' | 'does not fit'
  readonly fit: Fit
}

const mostAlike = 12

/** Single precision allows more than it tells: its variants are shown where one of them is needed. */
const isOther = ({ traits }: Fit, best: Fit | undefined): boolean =>
  traits.moments !== 'single' || best?.traits.moments === 'single'

/** The best, what these numbers cannot tell from it, and the nearest that do not fit. */
export const comparedRules = ({ best, alike, runnersUp }: Verdict): readonly Compared[] => [
  ...(best ? [{ says: 'fits', fit: best } as const] : []),
  ...alike
    .filter(fit => isOther(fit, best))
    .slice(0, mostAlike)
    .map(fit => ({ says: 'fits as well', fit }) as const),
  ...runnersUp.map(fit => ({ says: 'does not fit', fit }) as const),
]
