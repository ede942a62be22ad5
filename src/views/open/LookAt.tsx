import { useState } from 'react'
import type { Log } from '../../core/log.ts'
import { openAsRun } from '../../store/log-run.ts'
import type { Opening } from '../../store/open-log.ts'
import { writeHash } from '../../store/url.ts'
import { useActions, usePageNow } from '../shell/page.ts'

interface LookAtProps {
  readonly log: Log
  readonly opening: Opening
}

/** Its iterations in the playground, with all its pictures. */
export function LookAt({ log, opening: { id, again } }: LookAtProps) {
  const { addLog } = useActions()
  const now = usePageNow()
  const [isBusy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    addLog(await openAsRun(log, { id, again: again !== undefined }))
    location.hash = writeHash(now())
  }
  const count = log.batches.length
  return (
    <button type="button" className="button button-primary" disabled={isBusy} onClick={() => void open()}>
      {isBusy ? 'Opening…' : count === 1 ? 'Open the iteration' : `Open ${count} iterations`}
    </button>
  )
}
