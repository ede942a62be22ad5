import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'
import type { Recipe } from '../../core/recipe.ts'
import type { Snapshot } from '../../core/snapshot.ts'
import { resolveRecipe } from '../../methods/index.ts'
import { linkTo } from '../../store/address-bar.ts'
import { scales } from '../../store/frame.ts'
import { momentOf, selectionIn, shownSnapshot } from '../../store/select/look.ts'
import { shownRun } from '../../store/select/run.ts'
import { runName } from '../../store/select/run-name.ts'
import { vocabularyOf } from '../../store/select/vocabulary.ts'
import type { State } from '../../store/state.ts'
import { writeRollouts } from '../../store/write-rollouts.ts'
import { taskOf } from '../../tasks/index.ts'
import { fileWord, saveFile } from '../kit/save-file.ts'
import { panels } from '../panels.ts'
import { Icon } from '../shell/Icon.tsx'
import { lazyPart } from '../shell/lazyPart.tsx'
import { useActions, usePageNow } from '../shell/page.ts'
import { figurePng } from './figure-png.ts'
import { drawnFigures, figureSvg } from './figure-svg.ts'
import { groupCsv, seriesCsv } from './tables.ts'
import './take.css'

const TrainerDialog = lazyPart({
  what: 'The script',
  load: () => import('./TrainerDialog.tsx'),
  fallback: null,
})

interface TakeMenuProps {
  /** The picture that is open, or the charts. */
  readonly of: 'picture' | 'charts'
}

/** What can be taken away of what is on screen: data, figure, link. */
export default function TakeMenu({ of }: TakeMenuProps) {
  const [isOpen, setOpen] = useState(false)
  const [script, setScript] = useState<Recipe | undefined>()
  const name = of === 'charts' ? 'Take the charts away' : 'Take away'
  return (
    <>
      <Popover.Root open={isOpen} onOpenChange={setOpen}>
        <Popover.Trigger
          className="button button-icon take-button"
          aria-label={name}
          title="Take away: data, figure, link"
        >
          <Icon name="more" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner sideOffset={6} align="end" collisionPadding={8}>
            <Popover.Popup className="popover take-popover">
              <Popover.Title className="popover-title">Take away</Popover.Title>
              <Items of={of} onDone={() => setOpen(false)} onScript={setScript} />
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
      {script && <TrainerDialog recipe={script} onClose={() => setScript(undefined)} />}
    </>
  )
}

/** As it is when the menu opens: the run may go on behind it. */
function Items({
  of,
  onDone,
  onScript,
}: TakeMenuProps & { readonly onDone: () => void; readonly onScript: (recipe: Recipe) => void }) {
  const now = usePageNow()
  const { notify } = useActions()
  const [state] = useState(now)
  const [root] = useState(() => document.querySelector(of === 'charts' ? '.charts' : '.picture'))
  const { recipe, log } = shownRun(state)
  const take = (work: () => void | Promise<void>) => async () => {
    onDone()
    try {
      await work()
    } catch (error) {
      notify('error', error instanceof Error ? error.message : String(error))
    }
  }
  const item = (label: string, work: () => void | Promise<void>) => (
    <button key={label} type="button" className="button" onClick={take(work)}>
      {label}
    </button>
  )
  const copy = async () => {
    const link = linkOf(state, of)
    await navigator.clipboard.writeText(link).then(
      () => notify('info', 'Link copied.'),
      () => notify('warning', `The browser refused the clipboard. The link: ${link}`),
    )
  }
  return (
    <>
      {(of === 'charts' ? seriesData : batchData)(state).map(([label, work]) => item(label, work))}
      {drawnFigures(root).length > 0 ? figureData(state, of, root).map(([label, work]) => item(label, work)) : null}
      {resolveRecipe(recipe).objective && !log && item('A script for TRL or verl …', () => onScript(recipe))}
      {item('Print the page', () => print())}
      {/* No address holds the rollouts of a log. */}
      {!log && item(of === 'charts' ? 'Copy the link to this moment' : 'Copy the link to this picture', copy)}
    </>
  )
}

type Item = readonly [label: string, work: () => void | Promise<void>]

function seriesData(state: State): Item[] {
  const run = shownRun(state)
  return [['Metrics of every iteration, CSV', () => saveFile(`${fileName(state)}.metrics.csv`, seriesCsv(run.series))]]
}

function batchData(state: State): Item[] {
  const snapshot = shownSnapshot(state)
  if (!snapshot) return []
  const run = shownRun(state)
  const vocabulary = vocabularyOf(run)
  // A log's own numbers of iterations, which may have gaps.
  const numbered = (one: Snapshot) => ({ ...one, iteration: run.log?.numbers[one.iteration - 1] ?? one.iteration })
  const snapshots = run.snapshots.map(numbered)
  const { group } = selectionIn(state.selection, snapshot.batch)
  const name = `${fileName(state)}.iteration-${snapshot.iteration}`
  return [
    [
      `Rollouts of iteration ${snapshot.iteration}, JSONL`,
      async () => saveFile(`${name}.rollouts.jsonl`, await writeRollouts([numbered(snapshot)], vocabulary)),
    ],
    [
      `Rollouts of all ${snapshots.length} kept iterations, JSONL`,
      async () => saveFile(`${fileName(state)}.rollouts.jsonl`, await writeRollouts(snapshots, vocabulary)),
    ],
    [
      `Table of group ${group + 1}, CSV`,
      () => saveFile(`${name}.group-${group + 1}.csv`, groupCsv(snapshot, group, vocabulary)),
    ],
  ]
}

function figureData(state: State, of: TakeMenuProps['of'], root: Element | null): Item[] {
  const title = of === 'charts' ? 'Curves' : (panels.find(({ id }) => id === state.tab)?.title ?? state.tab)
  const name = `${fileName(state)}.${fileWord(title, 'figure')}`
  const draw = () => figureSvg(root, { title, recipe: recipeLine(state), link: linkOf(state, of) })
  return [
    [
      'Figure, SVG',
      () => {
        const drawn = draw()
        if (drawn) saveFile(`${name}.svg`, drawn.text)
      },
    ],
    [
      'Figure, PNG',
      async () => {
        const drawn = draw()
        if (drawn) saveFile(`${name}.png`, await figurePng(drawn))
      },
    ],
  ]
}

const fileName = (state: State): string => fileWord(runName(shownRun(state)), 'run')

/** Of what a figure is, in a line. */
function recipeLine(state: State): string {
  const run = shownRun(state)
  const { task, level, policy, seed } = run.recipe
  const iteration = momentOf(state) ?? 0
  if (run.log) return `${run.log.name}, ${run.log.format}, batch ${iteration}`
  return `${runName(run)}, ${taskOf(task).title}, level ${level}, policy ${policy}, seed ${seed}, iteration ${iteration}`
}

/** The picture alone, enlarged, at this moment; charts have no page of their own. */
function linkOf(state: State, of: TakeMenuProps['of']): string {
  const selection = { ...state.selection, iteration: momentOf(state) }
  const frame = { ...state.frame, ...(of === 'picture' && { show: state.tab, scale: scales.usual }) }
  return linkTo({ ...state, selection, frame })
}
