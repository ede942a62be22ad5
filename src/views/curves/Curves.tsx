import { useMemo } from 'react'
import { presets } from '../../core/presets.ts'
import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { isBoolean, isNumber, isTexts } from '../../store/preferences.ts'
import { besideRun } from '../../store/select/run.ts'
import { useActions, usePage, useRun } from '../shell/page.ts'
import { useCalm } from '../shell/useCalm.ts'
import { usePreference } from '../shell/usePreference.ts'
import { BandFrame } from './BandFrame.tsx'
import { ChartFrame } from './ChartFrame.tsx'
import { ChartMenu } from './ChartMenu.tsx'
import { bandCharts, chartsOf, firstCharts, watchChart } from './charts.ts'
import { SeriesTable } from './SeriesTable.tsx'
import { useAxisEnd } from './useAxisEnd.ts'
import { Watch } from './Watch.tsx'
import './curves.css'

/** Nobody has chosen charts yet: the preset does. */
const undecided: readonly string[] = []

/** Small multiples with one cursor. Recharts comes with this file, when it is first shown. */
export default function Curves() {
  const series = useCalm(
    useRun(run => run.series),
    250,
  )
  const baseline = useRun(run => run.baseline)
  const past = usePage(besideRun)
  const looking = usePage(state => state.selection.iteration)
  const { lookAt } = useActions()
  const preset = useRun(run => run.preset)
  const [own, setOwn] = usePreference('curves.shown', isTexts, undecided)
  const chosen = own.length > 0 ? own : (presets.find(({ id }) => id === preset)?.charts ?? firstCharts)
  const [weight, setWeight] = usePreference('curves.smoothing', isNumber, 0.6)
  const [log, setLog] = usePreference('curves.log', isBoolean, false)
  const [withPast, setWithPast] = usePreference('curves.past', isBoolean, true)
  const recipe = useRun(run => run.recipe)
  const phases = useMemo(() => phasesOf(resolveRecipe(recipe)), [recipe])
  const slow = useCalm(series, 1000)
  const known = useMemo(() => [...chartsOf(slow, phases), ...bandCharts, watchChart], [slow, phases])
  const drawn = known.filter(({ id }) => id !== watchChart.id && chosen.includes(id))
  const end = useAxisEnd()
  return (
    <div className="curves">
      <ChartMenu
        charts={known}
        chosen={chosen}
        onChosen={setOwn}
        weight={weight}
        onWeight={setWeight}
        log={log}
        onLog={setLog}
        past={past}
        withPast={withPast}
        onWithPast={setWithPast}
      >
        <SeriesTable />
      </ChartMenu>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className="charts" tabIndex={0} aria-label="Charts">
        {drawn.map((spec, i, all) =>
          spec.band ? (
            <BandFrame
              key={spec.id}
              spec={spec}
              band={spec.band}
              isLast={i === all.length - 1}
              end={end}
              onLook={lookAt}
            />
          ) : (
            <ChartFrame
              key={spec.id}
              spec={spec}
              series={series}
              baseline={baseline}
              past={withPast ? past?.series : undefined}
              weight={weight}
              log={log}
              isLast={i === all.length - 1}
              end={end}
              looking={looking}
              onLook={lookAt}
            />
          ),
        )}
        {chosen.includes(watchChart.id) && <Watch />}
      </section>
    </div>
  )
}
