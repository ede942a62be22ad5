import { openAsRun } from '../../store/log-run.ts'
import { openLog } from '../../store/open-log.ts'
import { useActions, usePageNow } from '../shell/page.ts'

/** Reads the files of the open log as they are now; a run that was made of it is renewed in its place. */
export function useReadAgain(): () => Promise<void> {
  const { rereadLog, notify } = useActions()
  const now = usePageNow()
  return async () => {
    const log = await openLog.readAgain()
    const opening = openLog.get()
    const run = [...now().runs.values()].find(one => one.log?.opening?.id === opening?.id)
    if (log && run) rereadLog(await openAsRun(log, run.log?.opening, run.id))
    else if (!log && run && opening?.failed) notify('warning', opening.failed.why)
  }
}
