import type { CSSProperties } from 'react'
import { scales } from '../../store/frame.ts'
import { panels } from '../panels.ts'
import { Icon } from './Icon.tsx'
import { useActions, usePage } from './page.ts'
import { Transport } from './Transport.tsx'
import { Looking, Picture } from './Work.tsx'
import './present.css'

/** One picture, enlarged, under a thin bar: for a projector, or for a page that embeds this one. */
export function Present() {
  const frame = usePage(state => state.frame)
  const { frame: change } = useActions()
  const panel = panels.find(({ id }) => id === frame.show)
  if (!panel) return null
  const enlarge = (by: number) => {
    const scale = Math.round(10 * (frame.scale + by)) / 10
    change({ scale: Math.min(scales.most, Math.max(scales.least, scale)) })
  }
  return (
    <div className="present" style={{ '--scale': frame.scale } as CSSProperties}>
      <div className="present-bar">
        <Transport />
        <div className="present-end">
          <button type="button" className="button button-icon" aria-label="Smaller" onClick={() => enlarge(-0.2)}>
            –
          </button>
          <button type="button" className="button button-icon" aria-label="Larger" onClick={() => enlarge(0.2)}>
            +
          </button>
          {!frame.embed && (
            <button
              type="button"
              className="button button-icon"
              aria-label="Show the whole page"
              aria-keyshortcuts="F"
              title="Show the whole page (F)"
              onClick={() => change({ show: undefined, scale: 1 })}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      </div>
      <main className="present-main" id="work" tabIndex={-1} aria-label={panel.title}>
        <div className="present-picture">
          <Looking />
          <Picture panel={panel} />
        </div>
      </main>
    </div>
  )
}
