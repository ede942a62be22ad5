import { useState } from 'react'
import { isBoolean } from '../../store/preferences.ts'
import { useShort } from '../kit/useMedia.ts'
import { NarrowLayout } from './NarrowLayout.tsx'
import { Present } from './Present.tsx'
import { usePage, useRun } from './page.ts'
import { RunStrip } from './RunStrip.tsx'
import { SetupBar } from './SetupBar.tsx'
import { Transport } from './Transport.tsx'
import { usePreference } from './usePreference.ts'
import { WideLayout } from './WideLayout.tsx'

/** The page that trains: the setup as a sentence, the transport, the work with its reasons, time below. */
export function Playground({ isNarrow }: { readonly isNarrow: boolean }) {
  const isPresenting = usePage(state => state.frame.show !== undefined)
  const [isPinned, setPinned] = usePreference('setup.pinned', isBoolean, false)
  const [isDrawn, setDrawn] = useState(false)
  const isShort = useShort()
  const isLog = useRun(run => run.log !== undefined)
  if (isPresenting) return <Present />
  const isOpen = !isLog && (isDrawn || (isPinned && !isNarrow))
  const close = () => {
    setDrawn(false)
    if (!isNarrow) setPinned(false)
  }
  const settings = { isOpen, isPinned: isPinned && !isNarrow, onPin: setPinned, onClose: close }
  const bar = <SetupBar isOpen={isOpen} onOpen={wanted => (wanted ? setDrawn(true) : close())} />
  if (isNarrow) {
    return (
      <>
        {bar}
        <RunStrip />
        <NarrowLayout settings={settings} />
      </>
    )
  }
  return (
    <>
      {!isShort && bar}
      <section className="transport-row" aria-label="Transport">
        <Transport />
        {isShort && bar}
        <RunStrip />
      </section>
      <WideLayout settings={settings} isShort={isShort} />
    </>
  )
}
