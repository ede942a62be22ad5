import { describe, expect, it } from 'vitest'
import { type Archived, mostArchived, replay } from '../../core/method.ts'
import { type ResolvedMethod, resolveMethod } from '../../methods/index.ts'
import { nextLetter, openRun } from '../fixtures.ts'
import { type Frame, rowsOf } from '../run.ts'
import { createPlayer } from '../session/player.ts'
import { train } from '../trainer.ts'
import { archiveOf } from './replay.ts'

type Part = Parameters<typeof replay>[0]
const replaying = (part: Part): ResolvedMethod => ({
  ...resolveMethod('grpo'),
  replay: { owner: 'test', part: replay(part) },
})

/** Every group's second response gives way to the oldest kept one of its problem, which comes back for good. */
const stubborn: Part = {
  mix: (archive, { group, groups }, problems) =>
    Array.from({ length: groups }, (_, g) => {
      const members = [...group.keys()].filter(i => group[i] === g)
      const old = archive.find(({ problem }) => problem === problems[g])
      return old ? [members[0]!, old, ...members.slice(2)] : members
    }),
  store: (archive, fresh) => [...archive, ...fresh],
}

const params = { pool: 3, iterations: 5, learningRate: 0.3, probeEvery: 0 }

async function framesOf(part: Part, own = {}): Promise<{ frames: Frame[]; fresh: Frame[] }> {
  const frames: Frame[] = []
  const fresh: Frame[] = []
  for await (const frame of train(await openRun({ method: replaying(part), params: { ...params, ...own } }))) {
    if (frame.phase === 'reward') fresh.push(frame)
    if (frame.phase === 'keep') frames.push(frame)
  }
  return { frames, fresh }
}

describe('replay', () => {
  it('mixes an earlier response in, with its age, what drew it, and what the policy of now thinks of it', async () => {
    const run = await openRun({ method: replaying(stubborn), params })
    let first: Frame | undefined
    for await (const frame of train(run)) {
      if (frame.phase !== 'keep') continue
      first ??= frame
      const scored = await run.policy.score(rowsOf(frame), run.params.temperature)
      const { batch, iteration } = frame
      expect([...batch.age!]).toEqual(Array.from({ length: 12 }, (_, i) => (i % 4 === 1 ? iteration - 1 : 0)))
      batch.oldLogp!.forEach((logp, t) => {
        expect(logp).toBeCloseTo(scored.logp[t]!, 6)
      })
      for (const old of archiveOf(frame.memory).slice(0, 12)) {
        const g = frame.problems.findIndex(({ index }) => index === old.problem)
        const i = 4 * g + 1
        const isOldest = archiveOf(frame.memory).find(({ problem }) => problem === old.problem) === old
        if (!isOldest || iteration === 1) continue
        const at = (values: ArrayLike<number>) => Array.from(values).slice(batch.tokenStart[i], batch.tokenStart[i + 1])
        expect(at(batch.token)).toEqual(old.tokens)
        expect(at(batch.samplerLogp!)).toEqual(old.logp)
        expect(batch.reward[i]).toBe(nextLetter.verify(run.level, frame.problems[g]!, old.tokens).reward)
      }
    }
    expect(first).toBeDefined()
  })

  it('files what was drawn, also where it was not trained on, and what was replayed not again', async () => {
    const { frames, fresh } = await framesOf(stubborn)
    const drawn = fresh.flatMap(({ batch, problems, iteration }) =>
      Array.from(batch.group, (g, i) => [
        iteration,
        problems[g]!.index,
        [...batch.token.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])],
      ]),
    )
    const archive = archiveOf(frames.at(-1)!.memory)
    expect(archive.map(({ iteration, problem, tokens }) => [iteration, problem, [...tokens]])).toEqual(drawn)
  })

  it('keeps so many at most, the latest', async () => {
    const flood: Part = {
      mix: () => [],
      store: (archive, fresh) => [
        ...Array.from({ length: mostArchived }, (): Archived => fresh[0]!),
        ...archive,
        ...fresh,
      ],
    }
    const { frames } = await framesOf(flood, { iterations: 2 })
    const archive = archiveOf(frames.at(-1)!.memory)
    expect(archive).toHaveLength(mostArchived)
    expect(archive.at(-1)!.iteration).toBe(2)
  })

  it('checkpoints share the responses; taken back, a run repeats itself to the last bit', async () => {
    const run = await openRun({ method: replaying(stubborn), params })
    const player = await createPlayer(run)
    while (run.iteration < 5) await player.advance()
    const [early, late] = [3, 5].map(iteration => archiveOf(player.keptAt(iteration).methodState))
    for (const [i, one] of early!.entries()) expect(late![i]).toBe(one)
    const before = player.keptAt(5)
    await player.goTo(2)
    while (run.iteration < 5) await player.advance()
    expect(await player.checkpoint()).toEqual(before)
    expect(structuredClone(before.methodState)).toEqual(before.methodState)
  })

  it('refuses a group of two problems', async () => {
    const mixing: Part = { ...stubborn, mix: archive => (archive.length > 0 ? [[0, 4, archive[0]!]] : []) }
    await expect(framesOf(mixing)).rejects.toThrow('one problem')
  })
})
