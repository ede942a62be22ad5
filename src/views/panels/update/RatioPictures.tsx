import { useMemo } from 'react'
import type { Motion } from '../../../core/motion.ts'
import { DataTable } from '../../kit/DataTable.tsx'
import type { Spot } from '../../kit/locate.ts'
import { fixed, signed } from '../../kit/numbers.ts'
import { tokenText, visible } from '../../kit/tokens.ts'
import type { PanelProps } from '../../panel.ts'
import { ProbabilityPicture } from './ProbabilityPicture.tsx'
import { clipRange, ratioPoints } from './points.ts'
import { SurrogatePicture } from './SurrogatePicture.tsx'
import type { Told } from './scenes.ts'

interface RatioPicturesProps extends PanelProps {
  readonly told: Told
  readonly motion: Motion
  readonly place: Spot
}

/** Every token of the batch as a point: on the objective's curve, and as two probabilities. */
export function RatioPictures({ snapshot, params, world, told, motion, place, onSelect }: RatioPicturesProps) {
  const { batch } = snapshot
  const pass = motion.passes[told.pass]
  const points = useMemo(() => (pass ? ratioPoints(batch, motion, pass) : []), [batch, motion, pass])
  const range = clipRange(params)
  const onToken = (token: number) => {
    const row = points.find(point => point.token === token)?.rollout
    if (row === undefined) return
    const group = batch.group[row]!
    const rollout = batch.group.subarray(0, row).filter(other => other === group).length
    onSelect({ group, rollout, token: token - batch.tokenStart[row]! })
  }
  const shared = { points, range, selected: place.at, onToken }
  const textOf = (t: number) => visible(tokenText(world.vocabulary, batch.token[t]!))
  return (
    <div className="update-pictures">
      {range ? (
        <SurrogatePicture {...shared} range={range} textOf={textOf} />
      ) : (
        <p className="panel-note">This objective has no clip of the ratio: there is no flat part to fall into.</p>
      )}
      <ProbabilityPicture {...shared} textOf={textOf} />
      <DataTable
        label="tokens, ratios and clips of this pass"
        head={['response', 'position', 'token', 'p when sampled', 'p now', 'ratio', 'credit', 'clipped']}
        rows={() =>
          points.map(({ token, rollout, before, now, ratio, credit, isClipped }) => [
            `${rollout + 1}`,
            `${token - batch.tokenStart[rollout]! + 1}`,
            textOf(token),
            fixed(before, 3),
            fixed(now, 3),
            fixed(ratio, 3),
            signed(credit, 3),
            isClipped ? 'clipped' : '',
          ])
        }
      />
    </div>
  )
}
