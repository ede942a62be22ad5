import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import type { Motion } from '../../../core/motion.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import { locate } from '../../kit/locate.ts'
import { NoResponses } from '../../kit/NoResponses.tsx'
import { fixed, signed } from '../../kit/numbers.ts'
import type { PanelProps } from '../../panel.ts'
import { BaselinePicture } from './BaselinePicture.tsx'
import { Choices } from './Choices.tsx'
import { FirstTokens } from './FirstTokens.tsx'
import { Influence } from './Influence.tsx'
import { RatioPictures } from './RatioPictures.tsx'
import { SceneBar } from './SceneBar.tsx'
import { SiblingTable } from './SiblingTable.tsx'
import { needsMotion, type SceneId, scenes, sentenceOf, type Told } from './scenes.ts'
import { effectOf, siblingNames, siblingRows } from './siblings.ts'
import './update.css'

/** One update in slow motion: scene by scene, always with the same rows. */
export function UpdatePanel(props: PanelProps) {
  const { snapshot, selection, onMotion, onParam } = props
  const { batch } = snapshot
  const [scene, setScene] = useState<SceneId>('problem')
  const [pass, setPass] = useState(0)
  const [scale, setScale] = useState(1)
  const place = useMemo(() => locate(batch, selection), [batch, selection])
  const group = place?.group ?? 0
  const rows = useMemo(() => siblingRows(batch, group), [batch, group])
  const motion = useMotion(props, group, needsMotion(scene))
  if (!place || rows.length === 0) return <NoResponses recipe={props.recipe} />
  const passes = motion?.passes.length ?? 0
  const told: Told = { snapshot, group, rows, motion, pass: Math.min(pass, Math.max(0, passes - 1)), scale }
  const isWaiting = needsMotion(scene) && !motion
  return (
    <section
      className="panel update"
      aria-label="The update in slow motion"
      onKeyDown={event => turn(event, scene, setScene)}
    >
      <SceneBar scene={scene} onScene={setScene} />
      <p className="update-sentence" aria-live="polite">
        {isWaiting ? waitingFor(snapshot, onMotion !== undefined) : sentenceOf(scene, told)}
      </p>
      {passes > 1 && (scene === 'ratio' || scene === 'gradient') && (
        <Choices
          label="Pass"
          values={Array.from({ length: passes }, (_, i) => i)}
          chosen={told.pass}
          name={i => `${i + 1}`}
          onChoose={setPass}
        />
      )}
      {scene === 'ratio' && passes === 1 && onParam && (
        <div>
          <button type="button" className="button" onClick={() => onParam('innerEpochs', 4)}>
            Try 4 passes over each batch
          </button>
        </div>
      )}
      {scene === 'effect' && motion && passes > 0 && (
        <Choices
          label="Step length"
          values={[0.3, 1, 3, 10]}
          chosen={scale}
          name={value => `${value}×`}
          onChoose={setScale}
        />
      )}
      {scene === 'problem' && <FirstTokens {...props} place={place} />}
      {scene === 'baseline' && <BaselinePicture {...told} selected={place.row} />}
      {scene === 'ratio' && motion && passes > 0 && (
        <RatioPictures {...props} told={told} motion={motion} place={place} />
      )}
      <SiblingTable {...props} told={told} scene={scene} place={place} />
      {scene === 'effect' && motion && passes > 0 && <Influence motion={motion} rows={rows} selected={place.rollout} />}
      <Numbers {...told} />
    </section>
  )
}

/** What all scenes say of each response, in one table. */
function Numbers({ rows, motion, scale }: Told) {
  const after = motion ? [`p after ${scale}×`, 'predicted', 'actual'] : []
  return (
    <DataTable
      label="every different response of the group"
      head={['siblings', 'reward', 'advantage', 'p before', ...after]}
      rows={() =>
        rows.map(row => {
          const effect = motion && effectOf(row, motion, scale)
          const effects = effect ? [fixed(effect.after, 6), signed(effect.predicted, 6), signed(effect.actual, 6)] : []
          return [
            siblingNames(row),
            fixed(row.reward, 3),
            signed(row.advantage, 6),
            fixed(Math.exp(row.before), 6),
            ...effects,
          ]
        })
      }
    />
  )
}

/** The motion of what is shown, asked for when a scene needs it. */
function useMotion({ motion, onMotion, snapshot }: PanelProps, group: number, isNeeded: boolean): Motion | undefined {
  const fits = motion && isOf(motion, snapshot) ? motion : undefined
  const isTold = fits !== undefined && ('because' in fits.interference || fits.interference.group === group)
  useEffect(() => {
    if (isNeeded && !isTold) onMotion?.(group)
  }, [isNeeded, isTold, group, onMotion])
  return fits
}

const isOf = ({ iteration, before }: Motion, snapshot: Snapshot): boolean =>
  iteration === snapshot.iteration && before.length === snapshot.batch.token.length

function waitingFor({ batch }: Snapshot, isComing: boolean): string {
  if (isComing) return 'The update is computed pass by pass …'
  if (batch.oldLogp === undefined) return 'Not recorded: this needs the policy, and a log has none.'
  return 'Pause the run to take its update apart.'
}

/** Arrow keys turn the scenes where nothing else in the panel takes them. */
function turn(event: KeyboardEvent, scene: SceneId, onScene: (scene: SceneId) => void): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (by === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  const next = scenes[scenes.findIndex(({ id }) => id === scene) + by]
  if (!next) return
  event.preventDefault()
  event.stopPropagation()
  onScene(next.id)
}
