/** dvlab-research/ARPO apply_replay and ReplayBuffer (7489ae3). Which of several successes is drawn, the case says. */
import type { Archive, Archived } from '../../core/method.ts'
import {
  batchOf,
  context,
  fixed,
  type GoldenFamily,
  list,
  number,
  record,
  settings,
  text,
  texts,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

interface Group {
  readonly task: string
  readonly rewards: readonly number[]
}
const groupsOf = (iteration: unknown): readonly Group[] =>
  list(iteration).map(group => ({ task: text(record(group).task), rewards: vector(record(group).rewards) }))

const family: GoldenFamily = {
  file: 'data/arpo-gui-replay',
  ignored: { python_random_seed: 'their generator is not ours: which success was drawn is read from the outcome' },
  run: ({ inputs, params, outputs }) => {
    const { mix, store } = resolveMethod('arpo-gui-replay').replay!.part
    const values = settings('arpo-gui-replay', 'none', {
      keptPerProblem: number(params.buffer_size),
      deadSpread: number(params.std_below),
      deadMean: number(params.mean_below),
      successAbove: number(params.success_above),
    })
    const iterations = list(inputs.iterations).map(groupsOf)
    const tasks = [...new Set(iterations.flat().map(({ task }) => task))]
    const nameOf = ({ iteration, problem, tokens }: Archived) => `${iteration}:${tasks[problem]}:${tokens[0]}`
    let archive: Archive = []
    const perIteration = iterations.map((groups, iteration) => {
      for (const { rewards } of groups) fixed('rollout_n', params.rollout_n, rewards.length)
      const problems = groups.map(({ task }) => tasks.indexOf(task))
      const fresh = groups.flatMap(({ rewards }, g) =>
        rewards.map(
          (reward, i): Archived => ({ problem: problems[g]!, tokens: [i], logp: [0], given: 0, reward, iteration }),
        ),
      )
      const batch = batchOf({
        mask: fresh.map(() => [1]),
        group: groups.flatMap(({ rewards }, g) => rewards.map(() => g)),
        reward: fresh.map(({ reward }) => reward),
      })
      const drawn = texts(record(list(outputs.per_iteration)[iteration]).final_batch)
      const picks = problems.flatMap(problem => {
        const known = archive.filter(one => one.problem === problem)
        const at = known.findIndex(one => drawn.includes(nameOf(one)))
        return at < 0 ? [] : [(at + 0.5) / known.length]
      })
      const mixed = mix(archive, batch, problems, values, { ...context, draw: () => picks.shift() ?? 0.5 })
      archive = store(archive, fresh, values)
      const buffer = tasks.flatMap((task, problem) => {
        const own = archive.filter(one => one.problem === problem)
        return own.length > 0 ? [[task, own.map(nameOf)] as const] : []
      })
      return {
        final_batch: mixed.flat().map(member => nameOf(typeof member === 'number' ? fresh[member]! : member)),
        buffer: Object.fromEntries(buffer),
      }
    })
    return { per_iteration: perIteration }
  },
}

export default [family] satisfies readonly GoldenFamily[]
