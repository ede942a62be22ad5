import { useSyncExternalStore } from 'react'
import { metricSpecOf } from '../../core/metrics.ts'
import type { RunState } from '../../store/state.ts'
import { lastSaid, onSaid } from '../kit/announce.ts'
import { fixed } from '../kit/numbers.ts'
import { useRun } from './page.ts'

/** The one place that a screen reader is told from: that training ended or paused, and what else happens by itself. */
export function Announcer() {
  const standing = useRun(standingOf)
  const said = useSyncExternalStore(onSaid, lastSaid, lastSaid)
  return (
    <div className="visually-hidden" role="status" aria-label="Announcements">
      <p>{standing}</p>
      <p>{said}</p>
    </div>
  )
}

/** Nothing while it plays: what changes four times a second is not to be read aloud. */
export function standingOf({ status, iteration, series, preparing }: RunState): string {
  if (preparing || iteration === 0) return ''
  const reward = series.at(-1)?.reward
  const result = reward === undefined ? '' : ` ${metricSpecOf('reward')?.label ?? 'Reward'} ${fixed(reward, 2)}.`
  switch (status) {
    case 'paused':
      return `Paused at iteration ${iteration}.${result}`
    case 'finished':
      return `Training ended at iteration ${iteration}.${result}`
    default:
      return ''
  }
}
