/** prime-rl: responses of all episodes one after the other; equal names are one role. */
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, list, number, record, settings, text } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'trainers/rae',
  run: ({ inputs, params }) => {
    const episodes = list(inputs.episodes).map(episode =>
      list(episode)
        .map(record)
        .map(one => ({ role: text(one.role), reward: number(one.reward) })),
    )
    const all = episodes.flat()
    const roles = [...new Set(all.map(({ role }) => role))]
    const plain = batchOf({ mask: all.map(() => [1]), reward: all.map(({ reward }) => reward) })
    const batch = withColumns(plain, { role: Float32Array.from(all, ({ role }) => roles.indexOf(role)) })
    const start = number(params.start)
    const states = { advantage: Object.fromEntries(roles.map((_, k) => [k, start])) }
    const values = settings('rae', 'none', { roleDecay: number(params.decay) })
    const got = estimate(resolveMethod('rae'), values, batch, context, states)
    const advantages = [...got.batch.advantage]
    const baselines = got.states.advantage as Readonly<Record<number, number>>
    return {
      advantages: episodes.map(episode => advantages.splice(0, episode.length)),
      baselines: Object.fromEntries(roles.map((role, k) => [role, baselines[k]])),
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
