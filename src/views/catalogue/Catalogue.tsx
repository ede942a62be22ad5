import { memo, useEffect, useMemo, useState } from 'react'
import { slots, slotTable } from '../../core/slots.ts'
import { methodHash, methodsHash } from '../../store/route.ts'
import { lacks } from '../../store/select/needs.ts'
import { taskOf } from '../../tasks/index.ts'
import { useRun } from '../shell/page.ts'
import { routeNow } from '../shell/useRoute.ts'
import { type Entry, entries, everything, type Query, readQuery, search, sections, writeQuery } from './entries.ts'
import { Filters } from './Filters.tsx'
import { confidenceWords } from './words.ts'

/** Every registered method, searched, filtered, and listed under the slot of its leading idea. */
export function Catalogue({ query: named }: { readonly query: string }) {
  const [query, setQuery] = useQuery(named)
  const recipe = useRun(run => run.recipe)
  const task = taskOf(recipe.task)
  const lacking = useMemo(() => {
    const reasons = new Map(entries.map(({ id }) => [id, lacks(id, recipe)]))
    return (id: string) => reasons.get(id)
  }, [recipe])
  const found = useMemo(() => search(entries, query, lacking), [query, lacking])
  return (
    <>
      <header className="page-head">
        <h2>Methods</h2>
        <p className="page-lead">
          Each is one file: a form of {slots.length} slots, of which it invents some, borrows some, and leaves the rest
          to the house.
        </p>
      </header>
      <Filters query={query} onQuery={setQuery} task={task.title} />
      <p className="catalogue-count" role="status">
        <b className="number">{found.length}</b> of <span className="number">{entries.length}</span> methods
      </p>
      {found.length === 0 && <Nothing onAll={() => setQuery(everything)} />}
      {sections(found).map(({ slot, entries: listed }) => (
        <section key={slot} className="catalogue-section">
          <h3>
            {slot} <small>{slotTable[slot].says}</small>
          </h3>
          <ul>
            {listed.map(entry => (
              <Row key={entry.id} entry={entry} lacking={lacking(entry.id)} />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** Typing is written to the address a moment later: browsers refuse more than about 100 replacements in 30 seconds. */
const pace = 300

/** The query, kept in the address; the Back button and links to another query are followed, the bare address is not. */
function useQuery(named: string): [Query, (query: Query) => void] {
  const [query, setQuery] = useState(() => readQuery(named))
  useEffect(() => {
    const onHash = () => {
      const route = routeNow()
      if (route.page === 'methods' && route.query !== '') setQuery(readQuery(route.query))
    }
    onHash()
    addEventListener('hashchange', onHash)
    return () => removeEventListener('hashchange', onHash)
  }, [])
  useEffect(() => {
    const timer = setTimeout(() => {
      const hash = methodsHash(writeQuery(query))
      if (routeNow().page === 'methods' && hash !== location.hash) history.replaceState(null, '', hash)
    }, pace)
    return () => clearTimeout(timer)
  }, [query])
  return [query, setQuery]
}

const Nothing = ({ onAll }: { readonly onAll: () => void }) => (
  <div className="panel-empty catalogue-empty">
    <p>No method fits all of these.</p>
    <button type="button" className="button" onClick={onAll}>
      Show all methods
    </button>
  </div>
)

interface RowProps {
  readonly entry: Entry
  readonly lacking: string | undefined
}

const Row = memo(function Row({ entry, lacking }: RowProps) {
  const { id, title, year, idea, confidence, invents } = entry
  return (
    <li className="catalogue-row">
      <a className="catalogue-title" href={methodHash(id)}>
        {title}
      </a>
      <span className="catalogue-year number">{year}</span>
      <p className="catalogue-idea">
        {idea}
        {lacking && <span className="warning-text"> {lacking}</span>}
      </p>
      <span className="catalogue-marks">
        {invents.map(slot => (
          <span key={slot} className="slot-mark" data-slot={slot}>
            {slot}
          </span>
        ))}
      </span>
      <span className="confidence" data-confidence={confidence} title={confidenceWords[confidence].long}>
        {confidenceWords[confidence].short}
      </span>
    </li>
  )
})
