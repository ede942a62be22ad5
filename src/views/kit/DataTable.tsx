import { useState } from 'react'
import { CopyButton } from './CopyButton.tsx'
import './kit.css'

interface DataTableProps {
  /** What the table is of: "Rewards and advantages". */
  readonly label: string
  readonly head: readonly string[]
  /** Called only while the table is open. */
  readonly rows: () => readonly (readonly string[])[]
}

/** Rows that are drawn; a copy has all. */
const mostRows = 2000

/** The numbers behind a chart, for those who cannot or would rather not read the picture. */
export function DataTable({ label, head, rows }: DataTableProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details className="data" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Data table: {label}</summary>
      {isOpen && (
        <CopyButton text={() => [head, ...rows()].map(row => row.join('\t')).join('\n')}>Copy table</CopyButton>
      )}
      {isOpen && (
        <section
          className="data-scroll"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          aria-label={label}
        >
          <table>
            <thead>
              <tr>
                {head.map(cell => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows()
                .slice(0, mostRows)
                .map(row => (
                  <tr key={row.join('\t')}>
                    {row.map((cell, i) => (
                      <td key={head[i]}>{cell}</td>
                    ))}
                  </tr>
                ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  )
}
