import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Searched, SearchNode } from '../../../core/search.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { locate } from '../../kit/locate.ts'
import { count, fixed } from '../../kit/numbers.ts'
import { excerpt } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'
import { type Box, boxBeside, boxesOf, pathsOf } from './layout.ts'
import './search.css'

/** The search for the selected problem's answer: every place that was looked at, and what it cost. */
export function SearchPanel({ snapshot, world, selection }: PanelProps) {
  const place = locate(snapshot.batch, selection)
  const search = place && snapshot.searches?.[place.group]
  if (!place || !search) {
    return <p className="panel-empty">Nothing was searched for: responses were drawn one beside the other.</p>
  }
  return (
    <section className="panel search" aria-label="What was searched">
      <Spent search={search} snapshot={snapshot} group={place.group} />
      {search.tree.length > 1 ? (
        <Tree key={place.group} tree={search.tree} {...endsIn(snapshot, place.members)} vocabulary={world.vocabulary} />
      ) : (
        <p className="search-note">It keeps no tree: responses are drawn from their beginning to their end.</p>
      )}
    </section>
  )
}

function Spent({ search, snapshot, group }: { search: Searched; snapshot: Snapshot; group: number }) {
  const { batch, explain, problems } = snapshot
  const chosen = explain.chosen?.values
  const row = chosen ? [...batch.group.keys()].find(i => batch.group[i] === group && chosen[i] === 1) : undefined
  const verdict = row === undefined ? 'nothing yet' : batch.correct?.[row] === 1 ? 'a right answer' : 'a wrong answer'
  return (
    <p className="search-note">
      {problems[group]?.text}: {count(search.drawn, 'token')} drawn, {count(search.judged, 'judgement')}; handed out is{' '}
      {verdict}.
    </p>
  )
}

interface Ends {
  /** Responses that were found, as texts of their tokens, and whether each is right. */
  readonly found: ReadonlyMap<string, boolean | undefined>
  readonly chosen: string | undefined
}

const keyOf = (tokens: readonly number[]): string => tokens.join(' ')

function endsIn({ batch, explain }: Snapshot, members: readonly number[]): Ends {
  const textOf = (i: number) => keyOf(Array.from(batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])))
  const row = members.find(i => explain.chosen?.values[i] === 1)
  return {
    found: new Map(members.map(i => [textOf(i), batch.correct ? batch.correct[i] === 1 : undefined])),
    chosen: row === undefined ? undefined : textOf(row),
  }
}

interface TreeProps extends Ends {
  readonly tree: readonly SearchNode[]
  readonly vocabulary: readonly string[]
}

function Tree({ tree, vocabulary, found, chosen }: TreeProps) {
  const boxes = useMemo(() => boxesOf(tree), [tree])
  const paths = useMemo(() => pathsOf(tree), [tree])
  const [current, setCurrent] = useState(boxes[0]?.node ?? 0)
  const columns = 1 + Math.max(0, ...boxes.map(({ depth }) => depth))
  const values = boxes.map(({ node }) => tree[node]!.value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const endOf = (node: number): string => {
    const key = keyOf(paths[node]!)
    if (!found.has(key)) return ''
    const right = found.get(key)
    const mark = right === undefined ? '' : right ? '✓' : '✗'
    return key === chosen ? `★${mark}` : mark
  }
  const told = (node: number): string => {
    const { visits, value } = tree[node]!
    const end = {
      '': '',
      '✓': ', right',
      '✗': ', wrong',
      '★': ', handed out',
      '★✓': ', handed out, right',
      '★✗': ', handed out, wrong',
    }[endOf(node)]
    return `${excerpt(paths[node]!, vocabulary)}: value ${fixed(value)}, ${count(visits, 'visit')}${end ?? ''}`
  }
  const list = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  useEffect(() => {
    if (moved.current) list.current?.querySelector<HTMLElement>(`[data-node="${current}"]`)?.focus()
    moved.current = false
  }, [current])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = boxBeside(boxes, tree, current, event.key)
    if (next === current) return
    event.preventDefault()
    event.stopPropagation()
    moved.current = true
    setCurrent(next)
  }
  return (
    <>
      <p className="search-note search-current" aria-live="polite">
        {told(current)}
      </p>
      <div className="search-scroll">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the boxes are the buttons; arrows move among them. */}
        <div className="search-tree" ref={list} style={{ minWidth: `${columns * 2.5}rem` }} onKeyDown={onKeyDown}>
          {boxes.map(box => (
            <Place
              key={box.node}
              {...{ box, columns }}
              shade={high > low ? (tree[box.node]!.value - low) / (high - low) : 0.5}
              text={excerpt(tree[box.node]!.tokens, vocabulary)}
              end={endOf(box.node)}
              label={told(box.node)}
              isCurrent={box.node === current}
              onChoose={setCurrent}
            />
          ))}
        </div>
      </div>
      <p className="search-note">
        A column per step; what began alike lies together, as high as it was visited often, and darker the more it is
        thought worth. ★ is handed out, ✓ right, ✗ wrong.
      </p>
      <DataTable
        label="Places that were looked at"
        head={['Response so far', 'Visits', 'Value', 'Ends']}
        rows={() =>
          tree.map(({ visits, value }, node) => [
            node === 0 ? '(nothing yet)' : excerpt(paths[node]!, vocabulary),
            String(visits),
            fixed(value),
            endOf(node),
          ])
        }
      />
    </>
  )
}

interface PlaceProps {
  readonly box: Box
  readonly columns: number
  /** 0 to 1. */
  readonly shade: number
  readonly text: string
  readonly end: string
  readonly label: string
  readonly isCurrent: boolean
  readonly onChoose: (node: number) => void
}

function Place({ box, columns, shade, text, end, label, isCurrent, onChoose }: PlaceProps) {
  return (
    <button
      type="button"
      className="search-place"
      data-node={box.node}
      data-dark={shade > 0.55 || undefined}
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isCurrent || undefined}
      aria-label={label}
      title={label}
      onClick={() => onChoose(box.node)}
      style={{
        left: `${(100 * box.depth) / columns}%`,
        width: `${100 / columns}%`,
        top: `${100 * box.top}%`,
        height: `${100 * box.height}%`,
        background: `color-mix(in oklab, var(--unsigned-high) ${Math.round(100 * shade)}%, var(--unsigned-low))`,
      }}
    >
      {box.height > 0.05 ? `${text} ${end}` : end}
    </button>
  )
}
