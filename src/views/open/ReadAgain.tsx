import { useState, useSyncExternalStore } from 'react'
import { openLog } from '../../store/open-log.ts'
import { useReadAgain } from './useReadAgain.ts'

/** In the playground: the log that is looked at, as its trainer has written it by now. */
export default function ReadAgain({ id }: { readonly id: number }) {
  const opening = useSyncExternalStore(openLog.subscribe, openLog.get)
  const again = useReadAgain()
  const [isBusy, setBusy] = useState(false)
  // Another log is open by now: the files of this one are no longer at hand.
  if (opening?.id !== id) return null
  const read = () => {
    setBusy(true)
    void again().finally(() => setBusy(false))
  }
  return (
    <button type="button" className="button" disabled={isBusy} onClick={read}>
      {isBusy ? 'Reading…' : 'Read again'}
    </button>
  )
}
