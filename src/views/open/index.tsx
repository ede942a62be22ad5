import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Mapping } from '../../core/mapping.ts'
import { openLog } from '../../store/open-log.ts'
import { FileRow } from './FileRow.tsx'
import { FormatSelect } from './FormatSelect.tsx'
import { Found } from './Found.tsx'
import { MappingTable } from './MappingTable.tsx'
import { Ways } from './Ways.tsx'
import '../catalogue/catalogue.css'
import './open.css'

/** A trainer's log, as it will be read: what it holds, how it is grouped, what was left out. */
export default function Open() {
  const opening = useSyncExternalStore(openLog.subscribe, openLog.get)
  const log = opening?.log
  // The opening whose fields somebody wants to name.
  const [mapped, setMapped] = useState<number>()
  const onMap = () => setMapped(opening?.id)
  const read = (mapping: Mapping) => {
    setMapped(undefined)
    if (opening) openLog.change({ ...(opening.settings.groups && { groups: opening.settings.groups }), mapping })
  }
  return (
    <Column>
      <header className="open-head">
        <div>
          <h2>Open a log</h2>
          <p className="panel-note">Nothing leaves this machine.</p>
        </div>
        <Ways isFirst={!log} />
      </header>
      {!opening && <Nothing />}
      {opening && <FileRow opening={opening} />}
      {opening?.failed && (
        <p className="open-failed" role="alert">
          {opening.failed.why}
        </p>
      )}
      {opening?.failed && !log && opening.formats.length > 0 && (
        <div className="open-choices">
          <FormatSelect opening={opening} onMap={onMap} />
        </div>
      )}
      {opening?.shape && ((opening.failed && !log) || mapped === opening.id) && (
        <MappingTable key={opening.id} shape={opening.shape} mapping={opening.settings.mapping} onRead={read} />
      )}
      {opening && log && <Found log={log} opening={opening} onMap={onMap} />}
    </Column>
  )
}

function Nothing() {
  return (
    <div className="panel-empty open-nothing">
      <p>Drop the files or the folder that a trainer wrote, on any page, or paste rows of JSON here.</p>
      <p className="panel-note">
        verl, TRL, prime-rl and verifiers, NeMo-RL, open-instruct, Atropos, ms-swift, tinker, rLLM, ROLL, SkyRL,
        Inspect, slime and miles, UNIPO, RLLoggingBoard; anything else as JSONL, JSON, CSV or parquet, also packed.
      </p>
    </div>
  )
}

/** A page that scrolls by itself; what is pasted anywhere on it is read. */
function Column({ children }: { readonly children: ReactNode }) {
  const main = useRef<HTMLElement>(null)
  useEffect(() => {
    main.current?.focus({ preventScroll: true })
    const before = document.title
    document.title = `Open - ${before}`
    return () => {
      document.title = before
    }
  }, [])
  useEffect(() => {
    const paste = ({ clipboardData, target }: ClipboardEvent) => {
      const text = clipboardData?.getData('text') ?? ''
      const files = [...(clipboardData?.files ?? [])]
      if (target instanceof HTMLElement && target.closest('input, textarea')) return
      if (files.length > 0) openLog.open(files.map(file => ({ name: file.name, content: file })))
      else if (text.trim() !== '') openLog.open([{ name: 'pasted.jsonl', content: new Blob([text]) }])
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [])
  return (
    <main className="page" id="open" tabIndex={-1} ref={main}>
      <div className="page-column open">{children}</div>
    </main>
  )
}
