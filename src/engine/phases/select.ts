import { groupMembers } from '../../core/batch.ts'
import { mean } from '../../core/math.ts'
import { spentTogether } from '../../core/search.ts'
import { handOut } from '../../methods/hand-out.ts'
import { contextOf, type Frame, ownTokens, type Run, responseOf } from '../run.ts'
import { judgesOf } from '../sampling/judge.ts'

/** Which response of each group is handed out, by somebody who does not know the verdicts; and what that cost. */
export async function select(run: Run, frame: Frame): Promise<Frame> {
  const { batch } = frame
  const context = contextOf(run, frame, 'selection')
  const { chosen, judged, explain } = handOut(run.method, run.params, batch, context, await judgeOf(run, frame))
  const right = (row: number) => (batch.correct?.[row] === 1 ? 1 : 0)
  const spent = spentTogether(frame.searches ?? [])
  const drawn = frame.searches
    ? spent.drawn
    : ownTokens(batch, new Float32Array(batch.token.length).fill(1)).reduce((a, b) => a + b, 0)
  return {
    ...frame,
    explain: { ...frame.explain, selection: explain },
    metrics: {
      ...frame.metrics,
      chosenRight: mean(Array.from(chosen, right)),
      anyRight: mean(groupMembers(batch).map(members => Math.max(...members.map(right)))),
      tokensSpent: drawn / batch.groups,
      judgeCalls: (spent.judged + judged) / batch.groups,
    },
  }
}

/** The judge of beginnings of the batch's responses; undefined where the selection has no business with one. */
async function judgeOf(run: Run, frame: Frame) {
  if (!run.method.needs.includes('judgedValue')) return undefined
  const judges = await judgesOf(run, frame)
  if (!judges) return undefined
  const { batch, problems } = frame
  const own = problems.map(problem => judges(problem))
  return (row: number, length: number) => own[batch.group[row]!]!(responseOf(batch, row).slice(0, length))
}
