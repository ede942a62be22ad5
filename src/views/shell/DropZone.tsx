import { useEffect, useState } from 'react'
import { part } from '../kit/parts.ts'

const opening = part('Opening a log', async () => {
  const [{ openLog }, { droppedSources }] = await Promise.all([
    import('../../store/open-log.ts'),
    import('../open/sources.ts'),
  ])
  return async (entries: readonly FileSystemEntry[], files: readonly File[]) => {
    const sources = await droppedSources(entries, files)
    if (sources.length > 0) openLog.open(sources)
  }
})

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

/** Files may be dropped anywhere, at any time: the page Open shows them. Without it the browser would leave the page. */
export function DropZone() {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setOver(true)
      void opening.load().catch(opening.again)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!holdsFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      // Asked for at once: what is dropped is gone as soon as the event is over.
      const entries = [...event.dataTransfer.items].flatMap(item => item.webkitGetAsEntry() ?? [])
      const files = [...event.dataTransfer.files]
      void opening.load().then(open => open(entries, files), opening.again)
      location.hash = '#/open'
    }
    document.addEventListener('dragover', over)
    document.addEventListener('dragleave', leave)
    document.addEventListener('drop', drop)
    return () => {
      document.removeEventListener('dragover', over)
      document.removeEventListener('dragleave', leave)
      document.removeEventListener('drop', drop)
    }
  }, [])
  return isOver ? <div className="drop-here">Drop to open the log</div> : null
}
