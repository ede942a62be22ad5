import { Dialog } from '@base-ui/react/dialog'
import { useState } from 'react'
import { type Metrics, metricSpecOf } from '../../core/metrics.ts'
import { shownRun } from '../../store/select/run.ts'
import { aligned } from '../kit/numbers.ts'
import { Icon } from '../shell/Icon.tsx'
import { useActions, usePageNow } from '../shell/page.ts'
import { seriesCsv } from '../take/tables.ts'

/** The numbers behind the curves: newest first, as a table and as CSV for the clipboard. */
export function SeriesTable() {
  const now = usePageNow()
  const { notify } = useActions()
  const [series, setSeries] = useState<readonly Metrics[]>([])
  const metrics = [...new Set(series.flatMap(row => Object.keys(row)))]
  const copy = () =>
    navigator.clipboard.writeText(seriesCsv(series)).then(
      () => notify('info', 'Table copied as CSV.'),
      () => notify('warning', 'The browser refused the clipboard. Select the table and copy it by hand.'),
    )
  return (
    <Dialog.Root onOpenChange={isOpen => isOpen && setSeries(shownRun(now()).series)}>
      <Dialog.Trigger className="button button-small">Data table</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog series">
          <Dialog.Title className="dialog-title">Metrics by iteration</Dialog.Title>
          <Dialog.Close className="button button-icon dialog-close" aria-label="Close">
            <Icon name="close" />
          </Dialog.Close>
          <button type="button" className="button" onClick={copy} disabled={series.length === 0}>
            Copy as CSV
          </button>
          {series.length === 0 ? <p>Nothing measured yet.</p> : <Table series={series} metrics={metrics} />}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Rows that are drawn; the CSV has all. */
const mostRows = 500

function Table({ series, metrics }: { readonly series: readonly Metrics[]; readonly metrics: readonly string[] }) {
  const rows = series.map((values, index) => ({ iteration: index + 1, values })).slice(-mostRows)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className="series-scroll data" tabIndex={0} aria-label="Metrics by iteration">
      <table>
        <thead>
          <tr>
            <th scope="col">Iteration</th>
            {metrics.map(metric => (
              <th key={metric} scope="col" title={metricSpecOf(metric)?.note}>
                {metricSpecOf(metric)?.label ?? metric}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.reverse().map(({ iteration, values }) => (
            <tr key={iteration}>
              <th scope="row">{iteration}</th>
              {metrics.map(metric => (
                <td key={metric}>{values[metric] === undefined ? '' : aligned(values[metric])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
