import { Popover } from '@base-ui/react/popover'
import type { ArmTrials } from '../../store/compare/figures.ts'
import { csv } from '../kit/csv.ts'
import { saveFile } from '../kit/save-file.ts'
import { useActions } from '../shell/page.ts'

/** The results as files, and the link that makes them again. */
export function Take({ arms }: { readonly arms: readonly ArmTrials[] }) {
  const { notify } = useActions()
  const copy = () =>
    navigator.clipboard.writeText(location.href).then(
      () => notify('info', 'Link copied: base, runs, seeds and what is looked at. Whoever opens it trains the same.'),
      () => notify('warning', 'The browser refused the clipboard. The address bar holds the same link.'),
    )
  return (
    <Popover.Root>
      <Popover.Trigger className="button">Take away</Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} collisionPadding={8}>
          <Popover.Popup className="popover compare-take">
            <Popover.Title className="popover-title">Take away</Popover.Title>
            <button type="button" className="button" onClick={copy}>
              Copy the link
            </button>
            <button type="button" className="button" onClick={() => saveFile('comparison.json', jsonOf(arms))}>
              Save as JSON
            </button>
            <button type="button" className="button" onClick={() => saveFile('comparison.csv', csvOf(arms))}>
              Save as CSV
            </button>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** The form that `train --out` writes, with the name of the run. */
const jsonOf = (arms: readonly ArmTrials[]): string => {
  const runs = arms.flatMap(({ name, trials }) =>
    trials.flatMap(({ trial }) =>
      trial
        ? [
            {
              name,
              recipe: trial.job.recipe,
              trunk: trial.job.trunk,
              start: trial.start,
              metrics: trial.metrics,
              failure: trial.failure,
            },
          ]
        : [],
    ),
  )
  return `${JSON.stringify({ runs }, null, 1)}\n`
}

/** A line for every run, seed, iteration and metric. */
const csvOf = (arms: readonly ArmTrials[]): string => {
  const lines = arms.flatMap(({ name, trials }) =>
    trials.flatMap(({ seed, trial }) =>
      (trial?.metrics ?? []).flatMap((metrics, i) =>
        Object.entries(metrics).map(([metric, value]) => [name, seed, i + 1, metric, value]),
      ),
    ),
  )
  return csv([['run', 'seed', 'iteration', 'metric', 'value'], ...lines])
}
