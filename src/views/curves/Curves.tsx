import { useMemo } from 'react'
import type { Metrics } from '../../core/metrics.ts'
import { presets } from '../../core/presets.ts'
import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { isBoolean, isNumber, isTexts } from '../../store/preferences.ts'
import { besideRun } from '../../store/select/run.ts'
import { useActions, usePage, useRun } from '../shell/page.ts'
import { TakeAway } from '../shell/TakeAway.tsx'
import { useCalm } from '../shell/useCalm.ts'
import { usePreference } from '../shell/usePreference.ts'
import { BandFrame } from './BandFrame.tsx'
import { ChartFrame } from './ChartFrame.tsx'
import { ChartMenu } from './ChartMenu.tsx'
import { bandCharts, type ChartSpec, chartsOf, firstChartsOf, watchChart } from './charts.ts'
import { SeriesTable } from './SeriesTable.tsx'
import { useAxisEnd } from './useAxisEnd.ts'
import { Watch } from './Watch.tsx'
import './curves.css'

/** Nobody has chosen charts yet: the preset does. */
const undecided: readonly string[] = []

/** Of these, those that a log tells. */
const ofLogs: readonly string[] = ['reward', 'noSignal', 'correct', 'lengths', 'band-length', 'entropy', 'kl']

/** Nothing is still to come in a log: what it does not tell is not drawn. */
const isTold =
  (series: readonly Metrics[]) =>
  ({ lines }: ChartSpec): boolean =>
    lines.some(({ metric }) => series.some(each => each[metric] !== undefined))

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
  const isLog = useRun(run => run.log !== undefined)
  const [weight, setWeight] = usePreference('curves.smoothing', isNumber, 0.6)
  const [log, setLog] = usePreference('curves.log', isBoolean, false)
  const [withPast, setWithPast] = usePreference('curves.past', isBoolean, true)
  const recipe = useRun(run => run.recipe)
  const phases = useMemo(() => phasesOf(resolveRecipe(recipe)), [recipe])
  const usual = isLog ? ofLogs : (presets.find(({ id }) => id === preset)?.charts ?? firstChartsOf(phases))
  const chosen = own.length > 0 ? own : usual
  const slow = useCalm(series, 1000)
  const known = useMemo(() => {
    const measured = chartsOf(slow, phases)
    return isLog ? [...measured.filter(isTold(slow)), ...bandCharts] : [...measured, ...bandCharts, watchChart]
  }, [slow, phases, isLog])
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
        <TakeAway of="charts" />
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
        {known.includes(watchChart) && chosen.includes(watchChart.id) && <Watch />}
      </section>
    </div>
  )
}
