/** Watches what an adapter reads of a case, so that a parameter which nobody looks at cannot pass unseen. */

export interface Watched {
  readonly value: Readonly<Record<string, unknown>>
  /** Keys that nobody has read so far: `clip`, or `controller.horizon` inside an object. */
  readonly unread: () => string[]
}

/** The same record, watched; objects inside it too, also those in lists: there a key counts once it is read of one entry. */
export function watch(record: Readonly<Record<string, unknown>>): Watched {
  const open = new Set<string>()
  return { value: watchRecord(record, '', open), unread: () => [...open] }
}

type Rows = Readonly<Record<string, unknown>>

function watchRecord(record: Rows, path: string, open: Set<string>): Rows {
  for (const key of Object.keys(record)) open.add(path + key)
  const inside = new Map(Object.entries(record).map(([key, item]) => [key, watchItem(item, `${path}${key}.`, open)]))
  return new Proxy(record, {
    get(_, key) {
      if (typeof key !== 'string') return undefined
      open.delete(path + key)
      return inside.get(key)
    },
  })
}

function watchItem(item: unknown, path: string, open: Set<string>): unknown {
  if (Array.isArray(item)) return item.map(entry => watchItem(entry, path, open))
  return isRecord(item) ? watchRecord(item, path, open) : item
}

const isRecord = (value: unknown): value is Rows => typeof value === 'object' && value !== null
