import { useEffect, useState } from 'react'
import { type Dropped, droppedOf } from '../kit/dropped.ts'
import { part } from '../kit/parts.ts'

const opening = part('Opening a log', async () => {
  const [{ openLog }, { droppedSources }] = await Promise.all([
    import('../../store/open-log.ts'),
    import('../open/sources.ts'),
  ])
  return async (dropped: Dropped) => {
    const { files, again } = await droppedSources(dropped)
    if (files.length > 0) openLog.open(files, again)
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
      const dropped = droppedOf(event.dataTransfer)
      void opening.load().then(open => open(dropped), opening.again)
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
