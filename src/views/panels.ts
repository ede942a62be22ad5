/** The registry of pictures: every folder of views/panels declares one, and its place follows from the declaration. */
import type { ComponentType } from 'react'
import type { Panel, PanelProps } from './panel.ts'

const files = import.meta.glob<Panel>('./panels/*/index.tsx', { eager: true, import: 'default' })

export const panels: readonly Panel[] = Object.values(files).sort((a, b) => a.order - b.order)

export const panelsAt = (place: Panel['place']): readonly Panel[] => panels.filter(panel => panel.place === place)

const loading = new Map<Panel, Promise<ComponentType<PanelProps>>>()

/** The same promise for the same panel, so that `use` can wait for it; one that failed is forgotten and tried anew. */
export function loadPanel(panel: Panel): Promise<ComponentType<PanelProps>> {
  const known = loading.get(panel)
  if (known) return known
  const promise = panel.load()
  loading.set(panel, promise)
  promise.catch(() => loading.delete(panel))
  return promise
}
