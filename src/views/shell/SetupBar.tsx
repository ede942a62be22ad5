import { useEffect, useState } from 'react'
import { presets } from '../../core/presets.ts'
import { isBoolean, readPreference, writePreference } from '../../store/preferences.ts'
import { lazyPart } from './lazyPart.tsx'
import { useActions, usePage, useRun } from './page.ts'
import { usePreference } from './usePreference.ts'
import './setup-bar.css'

/** The pickers come a moment after the frame: the first groups are more urgent. */
const SetupLine = lazyPart({
  what: 'The sentence of the setup',
  load: () => import('./SetupLine.tsx'),
  fallback: <span className="setup-line-wait" aria-hidden="true" />,
})

interface SetupBarProps {
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** What this page is, on the first visit; what is trained, as a sentence; the way to all settings. */
export function SetupBar({ isOpen, onOpen }: SetupBarProps) {
  const { choosePreset } = useActions()
  const log = useRun(run => run.log)
  const isHidden = usePage(state => state.frame.hide.includes('setup') || state.frame.embed)
  if (isHidden) return null
  return (
    <section className="setup-bar" aria-label="Setup">
      {!log && <Introduction />}
      <div className="setup-line">
        {log ? (
          <span>
            Log: <b>{log.name}</b> ({log.format}). Nothing trains in it.{' '}
            <button type="button" className="link setup-all" onClick={() => choosePreset(presets[0].id)}>
              Train a model instead
            </button>
          </span>
        ) : (
          <>
            <SetupLine />
            <button type="button" className="link setup-all" aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
              All settings
            </button>
          </>
        )}
      </div>
    </section>
  )
}

/** Shown until the person has hidden it or comes again. */
function Introduction() {
  const [isWanted, setWanted] = usePreference('introduction', isBoolean, true)
  const [isFirst] = useState(() => !readPreference('visited', isBoolean, false))
  const hasTrained = useRun(run => run.iteration > 0)
  useEffect(() => {
    if (hasTrained) writePreference('visited', true)
  }, [hasTrained])
  if (!isWanted || !isFirst) return null
  return (
    <div className="introduction">
      <p>A tiny language model learns here by reinforcement, and every number of it can be opened.</p>
      <button type="button" className="link" onClick={() => setWanted(false)}>
        Hide
      </button>
    </div>
  )
}
