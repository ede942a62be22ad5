import { describe, expect, it } from 'vitest'
import type { PolicyState } from '../../policy/policy.ts'
import { openRun } from '../fixtures.ts'
import type { Frame } from '../run.ts'
import { createPlayer } from './player.ts'

const few = { bytes: Number.POSITIVE_INFINITY, count: 4 }

describe('replay', () => {
  it('reaches iterations that are not kept, through every change of settings, bit for bit', async () => {
    const player = await createPlayer(await openRun({ params: { iterations: 12, innerEpochs: 2 } }), few)
    const states: PolicyState[] = [await player.run.policy.read()]
    for (let frame = await player.advance(); frame; frame = await player.advance()) {
      if (frame.iteration === 4 && frame.phase === 'sample') player.setParams({ learningRate: 0.3 })
      if (frame.iteration === 7 && frame.phase === 'probe') player.setParams({ groupSize: 2, minibatches: 2 })
      if (frame.phase === 'probe' && frame.iteration > 0) states.push(await player.run.policy.read())
    }
    expect(player.kept().length).toBeLessThanOrEqual(4)
    const shares: number[] = []
    for (const iteration of [11, 9, 7, 5, 4, 3, 0]) {
      await player.goTo(iteration, share => shares.push(share))
      expect(player.run.iteration).toBe(iteration)
      expect(await player.run.policy.read()).toEqual(states[iteration])
      expect(player.run.params.groupSize).toBe(2)
    }
    expect(shares.length).toBeGreaterThan(0)
    expect(Math.max(...shares)).toBe(1)
  })

  it('goes back from the middle of an iteration', async () => {
    const player = await createPlayer(await openRun())
    for (let phase = 0; phase < 1 + 8 + 7; phase++) await player.advance()
    expect(player.frame()).toMatchObject({ iteration: 2, phase: 'update' })
    await player.goTo(1)
    expect(player.frame()).toBeUndefined()
    expect((await player.checkpoint()).updates).toBe(1)
    expect(await player.advance()).toMatchObject({ iteration: 2, phase: 'choose' })
  })
})

describe('a visit', () => {
  it('meets the iteration as it was, through every change of settings, and leaves no trace', async () => {
    const params = { iterations: 8, innerEpochs: 2 }
    const [player, alone] = [
      await createPlayer(await openRun({ params }), few),
      await createPlayer(await openRun({ params }), few),
    ]
    const credits: (Float32Array | undefined)[] = []
    for (let frame = await player.advance(); frame; frame = await player.advance()) {
      await alone.advance()
      if (frame.iteration === 3 && frame.phase === 'sample') {
        for (const one of [player, alone]) one.setParams({ learningRate: 0.3, groupSize: 3 })
      }
      if (frame.phase === 'credit') credits[frame.iteration] = frame.batch.credit
      if (frame.phase !== 'credit' && frame.phase !== 'probe') continue
      for (const iteration of [1, 2, 4, frame.iteration].filter(one => one > 0 && one <= frame.iteration)) {
        const seen = await player.visit(iteration, async visited => visited.batch.credit)
        expect(seen).toEqual(credits[iteration])
      }
      expect(player.frame()).toBe(frame.phase === 'probe' ? undefined : frame)
      expect(player.kept()).toEqual(alone.kept())
    }
    expect(await player.run.policy.read()).toEqual(await alone.run.policy.read())
    expect(player.run.params).toEqual(alone.run.params)
  })

  it('gives a finished iteration again as it was when it was watched, and goes on as if nothing had been', async () => {
    const params = { iterations: 6, probeEvery: 2, probeProblems: 2 }
    const [player, alone] = [
      await createPlayer(await openRun({ params }), few),
      await createPlayer(await openRun({ params }), few),
    ]
    const ends: Frame[] = []
    for (const one of [player, alone]) one.run.watched = true
    for (let frame = await alone.advance(); frame; frame = await alone.advance())
      if (frame.phase === 'probe') ends[frame.iteration] = frame
    player.run.watched = false
    while (player.run.iteration < 5) await player.advance()
    for (const iteration of [1, 3, 4, 5]) {
      const { batch, metrics, top } = await player.revisit(iteration, async frame => frame)
      expect({ batch, metrics, top }).toEqual({
        batch: ends[iteration]?.batch,
        metrics: ends[iteration]?.metrics,
        top: ends[iteration]?.top,
      })
      expect(top).toBeDefined()
    }
    while (await player.advance()) {}
    expect(await player.run.policy.read()).toEqual(await alone.run.policy.read())
  })

  it('refuses an iteration that has not begun, and undoes everything when looking fails', async () => {
    const player = await createPlayer(await openRun())
    await expect(player.visit(2, async () => 0)).rejects.toThrow('an iteration from 1 to 1')
    const before = await player.run.policy.read()
    const looked = player.visit(1, async () => {
      throw new Error('no')
    })
    await expect(looked).rejects.toThrow('no')
    expect(await player.run.policy.read()).toEqual(before)
    expect(await player.advance()).toMatchObject({ iteration: 0 })
  })
})
