import { slots } from '../../core/method.ts'
import { confidences, entries, fits, orders, type Query } from './entries.ts'

interface FiltersProps {
  readonly query: Query
  readonly onQuery: (query: Query) => void
  /** Title of the present task. */
  readonly task: string
}

const years = [...new Set(entries.map(({ year }) => year))].sort((a, b) => b - a).map(String)
const orderWords = { title: 'by title', year: 'newest first' } as const

/** Search and filters; all act at once, so there is nothing to submit. */
export function Filters({ query, onQuery, task }: FiltersProps) {
  const change = (changed: Partial<Query>) => onQuery({ ...query, ...changed })
  const fitWords = { '': 'any task', yes: `can run on ${task}`, no: `cannot run on ${task}` }
  return (
    <search className="filters">
      <input
        type="search"
        className="filters-words"
        aria-label="Search methods"
        placeholder="Title, idea, id or arXiv number"
        value={query.words}
        onChange={event => change({ words: event.target.value })}
      />
      <Choice label="Invents" value={query.slot} options={['', ...slots]} onChoose={slot => change({ slot })} />
      <Choice label="Needs" value={query.fit} options={fits} words={fitWords} onChoose={fit => change({ fit })} />
      <Choice
        label="Year"
        value={query.year === undefined ? '' : String(query.year)}
        options={['', ...years]}
        onChoose={year => change({ year: year === '' ? undefined : Number(year) })}
      />
      <Choice
        label="Read in"
        value={query.confidence}
        options={['', ...confidences]}
        onChoose={confidence => change({ confidence })}
      />
      <Choice
        label="Order"
        value={query.order}
        options={orders}
        words={orderWords}
        onChoose={order => change({ order })}
      />
    </search>
  )
}

interface ChoiceProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  /** What an option reads as; by default itself, and `any` for the empty one. */
  readonly words?: { readonly [K in T]?: string }
  readonly onChoose: (value: T) => void
}

function Choice<T extends string>({ label, value, options, words = {}, onChoose }: ChoiceProps<T>) {
  return (
    <label className="field">
      {label}
      <select
        className="select"
        value={value}
        onChange={event => onChoose(options.find(option => option === event.target.value) ?? value)}
      >
        {options.map(option => (
          <option key={option} value={option}>
            {words[option] ?? (option || 'any')}
          </option>
        ))}
      </select>
    </label>
  )
}
