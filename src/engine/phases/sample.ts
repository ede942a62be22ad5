import { fail } from '../../core/fail.ts'
import { purpose } from '../../core/rng.ts'
import { isOver } from '../../core/task.ts'
import { contextOf, type Frame, type Run } from '../run.ts'
import { type Draft, draftedFrame } from '../sampling/draft.ts'
import { type Ask, rollOut } from '../sampling/rollout.ts'
import { drawBySampler } from '../sampling/sampler.ts'
import { drawBySearch } from '../sampling/search.ts'
import { drawStale } from '../sampling/stale.ts'
import { measureDrawn } from './measure.ts'

/** Likeliest next tokens that are shown per position. */
export const shownTokens = 8

/** Draws the responses, by the method's sampler or independently, and measures them as far as may be before groups are dropped. */
export async function sample(run: Run, frame: Frame): Promise<Frame> {
  const { sampler, search } = run.method
  const draw = () => {
    if (search) return drawBySearch(run, frame, search)
    return sampler ? drawBySampler(run, frame, sampler.part) : drawIndependently(run, frame)
  }
  const { draft, memory } = await drawStale(run, frame, draw)
  return measureDrawn(run, draftedFrame(run, { ...frame, memory }, draft))
}

/** Rollouts per problem: as the curriculum chose or sized them, or the same for all. */
function sizesOf(run: Run, frame: Frame): readonly number[] {
  const { groupSize } = run.params
  const { sizes } = run.method.curriculum?.part ?? {}
  const indices = frame.problems.map(({ index }) => index)
  const usual = sizes?.(indices, groupSize, run.params, contextOf(run, frame, 'curriculum'))
  return indices.map((_, at) => frame.choices[at]?.rollouts ?? usual?.[at] ?? groupSize)
}

/** The hint of each group. One that is a whole response would leave nothing to learn from. */
const hintsOf = ({ task, level, method }: Run, { problems, choices }: Frame): readonly (readonly number[])[] =>
  problems.map((_, at) => {
    const { hint = [], problem } = choices[at] ?? {}
    if (hint.length > 0 && isOver(task, level, hint)) {
      fail(
        `${method.curriculum?.owner ?? ''}.choose`,
        'a hint that leaves something to be said',
        `all of a response to problem ${problem}`,
        'Cut it with hintOf.',
      )
    }
    return hint
  })

async function drawIndependently(run: Run, frame: Frame): Promise<Draft> {
  const sizes = sizesOf(run, frame)
  const hints = hintsOf(run, frame)
  const drawn = new Map(frame.drawn)
  const asks = frame.problems.flatMap((problem, at) => {
    const first = drawn.get(problem.index) ?? 0
    drawn.set(problem.index, first + sizes[at]!)
    return Array.from({ length: sizes[at]! }, (_, i): Ask => ({ problem, rollout: first + i, forced: hints[at]! }))
  })
  const sampled = await rollOut(run, asks, {
    key: [purpose.sample, frame.iteration],
    reportTop: run.watched ? shownTokens : 0,
  })
  const group = Int32Array.from(sizes.flatMap((size, at) => new Array<number>(size).fill(at)))
  return { sampled, group, given: Int32Array.from(group, at => hints[at]!.length), drawn }
}
