/** The judge of a search: the exact chance of success, misjudged. It stands where papers have a model of process rewards. */
import { hash, purpose } from '../../core/rng.ts'
import { erringJudge } from '../../core/search.ts'
import type { Problem } from '../../core/task.ts'
import { exactOfFrame } from '../columns/shared/exact.ts'
import { settingsOf } from '../columns/shared/provider.ts'
import type { Frame, Run } from '../run.ts'

/** In (0, 1): what it says of a response or its beginning. */
export type Judge = (prefix: readonly number[]) => number

/** The judge of each problem of the frame, under the policy as it is; undefined where responses cannot be listed. */
export async function judgesOf(run: Run, frame: Frame): Promise<((problem: Problem) => Judge) | undefined> {
  const exact = await exactOfFrame(run, frame)
  if (!exact) return undefined
  const errors = settingsOf(run, 'judgedValue')
  const questions = new Map<number, number>()
  return ({ index }) => {
    const own = exact.get(index)
    return prefix => {
      const question = questions.get(index) ?? 0
      questions.set(index, question + 1)
      const node = own?.nodeOf(prefix)
      const chance = node === undefined ? 0 : own!.success[node]!
      // Its errors belong to the place: in the next iteration they are the same.
      const words = [purpose.judge, index, hash(index, prefix)]
      return erringJudge(chance, errors, { seed: run.seed, words, question: hash(frame.iteration, [question]) })
    }
  }
}
