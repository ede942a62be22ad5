/** When a watched problem is asked again, and which of its answers are drawn. Pure. */
import type { Watched } from '../../store/state.ts'

export const watchTimes = 8
const every = 10
const most = 24

/** Ten iterations after the last look, or after going back behind it. */
export function isDue({ looks }: Watched, iteration: number): boolean {
  const last = looks.at(-1)?.iteration ?? Number.NEGATIVE_INFINITY
  return iteration < last || Math.floor(iteration / every) > Math.floor(last / every)
}

/** At most so many, evenly, the first and the newest among them. */
export function pickedLooks({ looks }: Watched): Watched['looks'] {
  if (looks.length <= most) return looks
  return Array.from({ length: most }, (_, i) => looks[Math.round((i * (looks.length - 1)) / (most - 1))]!)
}
