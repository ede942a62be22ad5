import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Frame, hidableParts, readFrame, scales, wholeFrame, writeFrame } from './frame.ts'

const tabs = ['groups', 'credit', 'rollout']
const anyFrame: fc.Arbitrary<Frame> = fc
  .record({
    hide: fc.subarray([...hidableParts]),
    show: fc.option(fc.constantFrom(...tabs), { nil: undefined }),
    scale: fc.integer({ min: 100 * scales.least, max: 100 * scales.most }).map(percent => percent / 100),
    embed: fc.boolean(),
  })
  // Only a presented picture is enlarged.
  .map(frame => (frame.show === undefined ? { ...frame, scale: 1 } : frame))

describe('what a link asks of the frame', () => {
  it('reads back as what was written, without a word', () => {
    fc.assert(
      fc.property(anyFrame, frame => {
        expect(readFrame(writeFrame(frame), tabs)).toEqual({ frame, notices: [] })
      }),
    )
  })

  it('is nothing for the whole frame', () => {
    expect(writeFrame(wholeFrame)).toBe('')
    expect(writeFrame({ ...wholeFrame, hide: ['setup', 'curves'], show: 'groups', scale: 1.6 })).toBe(
      'hide=setup,curves&show=groups&scale=1.6',
    )
  })

  it('is told where it cannot be read, and never makes a frame that cannot be drawn', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('hide', 'show', 'scale', 'embed'), fc.string()), given => {
        const { frame } = readFrame(new URLSearchParams(given).toString(), tabs)
        expect(frame.scale).toBeGreaterThanOrEqual(scales.least)
        expect(frame.scale).toBeLessThanOrEqual(scales.most)
        expect(frame.show === undefined || tabs.includes(frame.show)).toBe(true)
      }),
    )
    const { notices } = readFrame('hide=setup,nonsense&show=nowhere&scale=99&embed=yes', tabs)
    expect(notices).toEqual([
      'hide: expected setup, curves, method, answers, got "nonsense". Hiding nothing for it.',
      'show: expected one of groups, credit, rollout, got "nowhere". Showing all.',
      'scale: expected a number from 1 to 4, got "99". Taking 4.',
      'embed: expected 1, got "yes". Not embedding.',
    ])
  })
})
