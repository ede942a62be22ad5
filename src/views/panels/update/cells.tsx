/** What a scene says of each row, beside its tokens. */
import type { ReactNode } from 'react'
import { sum } from '../../../core/math.ts'
import { Bar, Signed } from '../../kit/Bar.tsx'
import { fixed, signed } from '../../kit/numbers.ts'
import { EffectArrows } from './EffectArrows.tsx'
import { explained, type SceneId, type Told } from './scenes.ts'
import { carrierOf, effectOf, type SiblingRow, siblingNames } from './siblings.ts'

const heads: Readonly<Record<SceneId, readonly string[]>> = {
  problem: [],
  sample: ['p of the whole'],
  reward: ['reward', 'verdict in words'],
  baseline: ['reward', 'less the baseline'],
  advantage: ['less the baseline', 'advantage', ''],
  credit: ['advantage', 'credit in all'],
  ratio: ['advantage', 'change of log p so far'],
  gradient: ['advantage', 'push in all'],
  effect: ['advantage', 'p before → after', 'predicted, actual', ''],
}

export const headsOf = (scene: SceneId): readonly string[] => heads[scene]

/** As many as `headsOf` says. */
export const cellsOf = (scene: SceneId, told: Told, row: SiblingRow): readonly ReactNode[] => cells[scene](told, row)

const cells: Readonly<Record<SceneId, (told: Told, row: SiblingRow) => readonly ReactNode[]>> = {
  problem: () => [],
  sample: (_, { before }) => [number(Math.exp(before), 3)],
  reward: ({ snapshot }, { reward, row }) => [number(reward), snapshot.notes[row] ?? ''],
  baseline: (told, row) => [number(row.reward), sign(offBaseline(told, row))],
  advantage: (told, row) => {
    const limit = Math.max(...told.rows.map(({ advantage }) => Math.abs(advantage)))
    return [sign(offBaseline(told, row)), sign(row.advantage), <Bar key="bar" value={row.advantage} limit={limit} />]
  },
  credit: ({ snapshot }, row) => [sign(row.advantage), sign(within(snapshot.batch.credit, row))],
  ratio: ({ motion, pass }, row) => {
    const seen = motion?.passes[pass]
    return [sign(row.advantage), sign(within(seen?.logp, row) - within(motion?.before, row))]
  },
  gradient: ({ motion, pass }, row) => [sign(row.advantage), sign(within(motion?.passes[pass]?.push, row), 4)],
  effect: (told, row) => effectCells(told, row),
}

const number = (value: number, digits = 2): ReactNode => <span className="number">{fixed(value, digits)}</span>
const sign = (value: number, digits = 3): ReactNode => <Signed value={value} text={signed(value, digits)} />

const within = (values: Float32Array | undefined, { start, end }: SiblingRow): number =>
  values ? sum(values.subarray(start, end)) : Number.NaN

const offBaseline = ({ snapshot, group }: Told, { reward }: SiblingRow): number =>
  reward - (explained(snapshot, 'mean', group) ?? Number.NaN)

function effectCells(told: Told, row: SiblingRow): readonly ReactNode[] {
  const { motion, rows, scale, snapshot } = told
  if (!motion || motion.passes.length === 0) return [sign(row.advantage), '', '', '']
  const effect = effectOf(row, motion, scale)
  const limit = Math.max(
    ...rows.flatMap(one => {
      const { predicted, actual } = effectOf(one, motion, scale)
      return [Math.abs(predicted), Math.abs(actual)]
    }),
  )
  const carrier = effect.isAgainst ? carrierOf(snapshot.batch, row, rows) : undefined
  return [
    sign(row.advantage),
    <span key="p" className="number">
      {fixed(effect.before, 3)} → <b>{fixed(effect.after, 3)}</b>
    </span>,
    <EffectArrows key="arrows" {...effect} limit={limit} />,
    effect.isAgainst && (
      <span key="why" className="update-why">
        against its advantage {carrier && <br />}
        {carrier && `begins like ${siblingNames(carrier.by)}`}
      </span>
    ),
  ]
}
