/** The registry of pictures: every folder of views/panels is one, loaded when first shown. */
import { fail, nearest } from '../../core/fail.ts'
import type { Panel } from '../panel.ts'

const files = import.meta.glob<Panel>('../panels/*/index.tsx', { import: 'default' })
const loaders = new Map(Object.entries(files).map(([path, load]) => [path.split('/').at(-2) ?? '', load]))
const loading = new Map<string, Promise<Panel>>()

export const panelIds: readonly string[] = [...loaders.keys()]

/** The same promise for the same id, so that `use` can wait for it. */
export function loadPanel(id: string): Promise<Panel> {
  const known = loading.get(id)
  if (known) return known
  const load = loaders.get(id)
  if (!load) fail('views.panel', 'a known panel', `"${id}"`, `Nearest: ${nearest(id, loaders.keys()).join(', ')}.`)
  const promise = load()
  loading.set(id, promise)
  promise.catch(() => loading.delete(id))
  return promise
}
