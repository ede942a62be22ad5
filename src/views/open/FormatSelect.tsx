import type { Log } from '../../core/log.ts'
import { type Opening, openLog } from '../../store/open-log.ts'

interface FormatSelectProps {
  readonly opening: Opening
  /** Somebody wants to say which field is what. */
  readonly onMap: () => void
}

/** Where the reader knows better: another format, or the fields by hand. */
export function FormatSelect({ opening: { settings, formats }, onMap }: FormatSelectProps) {
  const { groups } = settings
  const choose = (id: string) => {
    if (id === 'fields') onMap()
    else openLog.change({ ...(groups && { groups }), ...(id !== 'found' && { format: id }) })
  }
  const value = settings.mapping ? 'fields' : (settings.format ?? 'found')
  return (
    <label className="field">
      Read as
      <select className="select open-format" value={value} onChange={event => choose(event.currentTarget.value)}>
        <option value="found">what it looks like</option>
        {formats.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
        <option value="fields">fields, as I say which is what</option>
      </select>
    </label>
  )
}

/** How the format was told, as a sentence. */
export function formatWords({ title, recognised }: Log, { settings }: Opening): string {
  if (settings.mapping) return 'Fields as you have said; so are rows of this shape read from now on.'
  if (!recognised) return `Read as ${title}, as you chose.`
  const rating = (sure: number) => Math.round(sure * 100) / 100
  const others = recognised.others.map(({ title, sure }) => `${title} (${rating(sure)})`).join(', ')
  return `Looks like ${title}: rated ${rating(recognised.sure)} of 1${others && `; less like ${others}`}.`
}
