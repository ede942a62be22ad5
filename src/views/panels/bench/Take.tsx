import { useState } from 'react'
import { saveFile } from '../../kit/save-file.ts'
import type { Bench } from './BenchPanel.tsx'
import { csvOf } from './csv.ts'

/** The table for elsewhere: all digits, a line per method. */
export function Take({ bench }: { readonly bench: Bench }) {
  const [said, setSaid] = useState('')
  const csv = () => csvOf(bench.matrix)
  const copy = (what: string, text: string) => {
    const done = () => setSaid(`${what} copied.`)
    const refused = () => setSaid('The browser refused the clipboard.')
    navigator.clipboard ? navigator.clipboard.writeText(text).then(done, refused) : refused()
  }
  return (
    <div className="bench-take">
      <button type="button" className="button" onClick={() => copy('Table', csv())}>
        Copy table
      </button>
      <button type="button" className="button" onClick={() => saveFile('bench.csv', csv())}>
        Save CSV
      </button>
      <button type="button" className="button" onClick={() => copy('Link', location.href)}>
        Link
      </button>
      <span className="panel-note" role="status">
        {said}
      </span>
    </div>
  )
}
