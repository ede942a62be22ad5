/** prime-rl: roles that are compared within their episode come last. An episode is a proposal here. */
import { withColumns } from '../../core/batch.ts'
import { estimate } from '../estimate.ts'
import { batchOf, context, type GoldenFamily, list, number, record, settings, text, texts } from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const family: GoldenFamily = {
  file: 'trainers/hierarchical-grpo',
  run: ({ inputs, params }) => {
    const within = texts(params.episode_agents)
    const episodes = list(inputs.episodes).map(episode =>
      list(episode)
        .map(record)
        .map(one => ({ role: text(one.role), reward: number(one.reward) })),
    )
    const all = episodes.flatMap((own, proposal) => own.map(one => ({ ...one, proposal })))
    const named = [...new Set(all.map(({ role }) => role))]
    const overGroup = named.filter(role => !within.includes(role))
    const roles = [...overGroup, ...named.filter(role => within.includes(role))]
    const plain = batchOf({ mask: all.map(() => [1]), reward: all.map(({ reward }) => reward) })
    const batch = withColumns(plain, {
      role: Float32Array.from(all, ({ role }) => roles.indexOf(role)),
      proposal: Float32Array.from(all, ({ proposal }) => proposal),
    })
    const values = settings('hierarchical-grpo', 'none', { groupRoles: overGroup.length })
    const advantages = [...estimate(resolveMethod('hierarchical-grpo'), values, batch, context).batch.advantage]
    return { advantages: episodes.map(own => advantages.splice(0, own.length)) }
  },
}

export default [family] satisfies readonly GoldenFamily[]
