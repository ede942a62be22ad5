import { number } from '../../core/params.ts'
import type { Archived } from '../../core/replay.ts'
import { figure } from '../figure.ts'
import { batchFor, midway } from '../work.ts'

/** A success of five iterations ago. */
const earlier: Archived = {
  problem: 0,
  tokens: [0, 1, 2],
  logp: [-1, -1, -1],
  given: 0,
  reward: 1,
  iteration: midway().iteration - 5,
}

export const replayed = figure({
  slot: 'replay',
  title: 'What is replayed into a group',
  says: 'A group of which so many are right, and an archive with one earlier success on its problem: how many of those that are then trained on are right, and how many come from the archive.',
  x: 'right answers drawn',
  y: 'responses trained on',
  discrete: true,
  settings: {
    groupSize: number({ label: 'Group size', default: 8, min: 2, max: 32, integer: true }),
  },
  fits: ({ replay }) => replay !== undefined,
  draw: (_, method, params, { groupSize }) => {
    const x = Array.from({ length: groupSize + 1 }, (_, k) => k)
    const mixed = x.map(right => {
      const rewards = Array.from({ length: groupSize }, (_, i) => Number(i < right))
      const batch = batchFor(method, { groups: [rewards], lengths: 3 })
      const [group = []] = method.replay?.part.mix([earlier], batch, [earlier.problem], params, midway()) ?? []
      const rewardOf = (one: number | Archived) => (typeof one === 'number' ? batch.reward[one]! : one.reward)
      return {
        right: group.filter(one => rewardOf(one) > 0.5).length,
        old: group.filter(one => typeof one !== 'number').length,
      }
    })
    return {
      x,
      lines: [
        { name: 'right', values: mixed.map(one => one.right) },
        { name: 'from the archive', values: mixed.map(({ old }) => old) },
      ],
    }
  },
})
