/** The registry of pictures: every folder of views/panels declares one, and its place follows from the declaration. */
import type { ComponentType } from 'react'
import { type Part, part } from './kit/parts.ts'
import type { Panel, PanelProps } from './panel.ts'

const files = import.meta.glob<Panel>('./panels/*/index.tsx', { eager: true, import: 'default' })

export const panels: readonly Panel[] = Object.values(files).sort((a, b) => a.order - b.order)

export const panelsAt = (place: Panel['place']): readonly Panel[] => panels.filter(panel => panel.place === place)

const parts = new Map<Panel, Part<ComponentType<PanelProps>>>()

/** The files of a panel's picture. */
export function panelPart(panel: Panel): Part<ComponentType<PanelProps>> {
  const known = parts.get(panel) ?? part('This picture', panel.load)
  parts.set(panel, known)
  return known
}

// All are known now, so that they can be loaded ahead.
panels.forEach(panelPart)
