import { phasesOf } from '../../core/slots.ts'
import { resolveRecipe } from '../../methods/index.ts'
import type { Speed } from '../../protocol/commands.ts'
import { paramsOf } from '../../store/recipe-edits.ts'
import { backTo, shownSnapshot } from '../../store/select/look.ts'
import type { LoggedRun } from '../../store/state.ts'
import { Icon, type IconName } from './Icon.tsx'
import { lazyPart } from './lazyPart.tsx'
import { useActions, usePage, useRun } from './page.ts'
import './transport.css'

const ReadAgain = lazyPart({ what: 'Reading again', load: () => import('../open/ReadAgain.tsx') })

const speeds: readonly Speed[] = [0.25, 0.5, 1, 2, 4, 'max']

/** Play, phase, iteration, back, reset; then where the run stands and how fast it may go. The strip of runs comes last. */
export function Transport() {
  const log = useRun(run => run.log)
  if (log) return <LogPlace log={log} />
  return (
    <div className="transport" role="toolbar" aria-label="Training">
      <Play />
      <NextIteration />
      <div className="transport-more">
        <Steps />
      </div>
      <Where />
      <div className="transport-more">
        <SpeedChoice />
      </div>
    </div>
  )
}

/** A log does not train: one goes through its iterations. */
function LogPlace({ log: { numbers, opening } }: { readonly log: LoggedRun }) {
  const { lookAround } = useActions()
  const at = usePage(state => shownSnapshot(state)?.iteration ?? 0)
  const number = numbers[at - 1]
  return (
    <div className="transport" role="toolbar" aria-label="Iterations of the log">
      <Press icon="back" word="Previous iteration" keys="ArrowLeft" isOff={at <= 1} onPress={() => lookAround(-1)} />
      <Press
        icon="iteration"
        word="Next iteration"
        keys="ArrowRight"
        isOff={at >= numbers.length}
        onPress={() => lookAround(1)}
      />
      <dl className="where">
        <div>
          <dt>Iteration</dt>
          <dd>
            <b className="number">{at}</b>{' '}
            <span className="where-of">
              of {numbers.length}
              {number !== undefined && number !== at && `, ${number} in the log`}
            </span>
          </dd>
        </div>
      </dl>
      {opening?.again && <ReadAgain id={opening.id} />}
    </div>
  )
}

const useReady = (): boolean => useRun(({ status }) => status === 'playing' || status === 'paused')

function Play() {
  const status = useRun(run => run.status)
  const isReady = useReady()
  const actions = useActions()
  const isPlaying = status === 'playing'
  return (
    <button
      type="button"
      className="button button-primary"
      aria-keyshortcuts="Space"
      title={status === 'finished' ? 'The budget is used up: double it and go on' : undefined}
      disabled={!isReady && status !== 'finished'}
      onClick={status === 'finished' ? actions.goOn : actions.toggle}
    >
      <Icon name={isPlaying ? 'pause' : 'play'} />
      {isPlaying ? 'Pause' : status === 'finished' ? 'Go on' : 'Play'}
      <kbd>Space</kbd>
    </button>
  )
}

function NextIteration() {
  const isReady = useReady()
  const { nextIteration } = useActions()
  return <Press icon="iteration" word="Next iteration" keys="ArrowRight" isOff={!isReady} onPress={nextIteration} />
}

/** What is pressed less often; on a small screen it stands in the menu. */
export function Steps() {
  const isReady = useReady()
  const canGoBack = useRun(run => run.status !== 'loading' && backTo(run) !== undefined)
  const actions = useActions()
  return (
    <>
      <Press icon="phase" word="Next phase" keys="Shift+ArrowRight" isOff={!isReady} onPress={actions.nextPhase} />
      <Press icon="back" word="Back" keys="ArrowLeft" isOff={!canGoBack} onPress={actions.back} />
      <Press icon="reset" word="Reset" keys="R" isOff={false} onPress={actions.reset} />
    </>
  )
}

interface PressProps {
  readonly icon: IconName
  readonly word: string
  readonly keys: string
  readonly isOff: boolean
  readonly onPress: () => void
}

function Press({ icon, word, keys, isOff, onPress }: PressProps) {
  return (
    <button
      type="button"
      className="button"
      aria-label={word}
      aria-keyshortcuts={keys}
      title={`${word} (${keys.replace('ArrowRight', '→').replace('ArrowLeft', '←').replace('+', ' ')})`}
      disabled={isOff}
      onClick={onPress}
    >
      <Icon name={icon} />
      <span className="button-word">{word}</span>
    </button>
  )
}

/** One counter: the iteration that is under way, else the one that was finished last, and how far it is. */
function Where() {
  const iteration = useRun(run => run.iteration)
  const phase = useRun(run => run.phase)
  const recipe = useRun(run => run.recipe)
  const phases = phasesOf(resolveRecipe(recipe))
  const done = phase === undefined ? 0 : 1 + phases.indexOf(phase)
  const isUnderWay = done > 0 && done < phases.length
  return (
    <dl className="where">
      <div>
        <dt>Iteration</dt>
        <dd className="where-count" data-finished={iteration}>
          <b className="number">{iteration + Number(isUnderWay)}</b>{' '}
          <span className="where-of">of {paramsOf(recipe).iterations}</span>
        </dd>
      </div>
      <div className="where-phase-part">
        <dt>Phase</dt>
        <dd className="where-phase">
          <b>{phase ?? 'start'}</b>
          {isUnderWay && (
            <span className="where-of">
              , {done} of {phases.length} done
            </span>
          )}
        </dd>
      </div>
    </dl>
  )
}

export function SpeedChoice() {
  const speed = usePage(state => state.speed)
  const { chooseSpeed } = useActions()
  return (
    <label className="inline-field speed">
      <span>Speed</span>
      <select
        className="select"
        value={String(speed)}
        title="Iterations per second at most; max does not wait"
        onChange={event => chooseSpeed(speeds.find(known => String(known) === event.target.value) ?? 'max')}
      >
        {speeds.map(known => (
          <option key={known} value={String(known)}>
            {known === 'max' ? 'max' : `${known} it/s`}
          </option>
        ))}
      </select>
    </label>
  )
}
