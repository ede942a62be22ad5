import { groupMembers } from '../../core/batch.ts'
import { mean } from '../../core/math.ts'
import { spentTogether } from '../../core/search.ts'
import { handOut } from '../../methods/hand-out.ts'
import { contextOf, type Frame, ownTokens, type Run } from '../run.ts'

/** Which response of each group is handed out, by somebody who does not know the verdicts; and what that cost. */
export function select(run: Run, frame: Frame): Frame {
  const { batch } = frame
  const { chosen, judged, explain } = handOut(run.method, run.params, batch, contextOf(run, frame, 'selection'))
  const right = (row: number) => (batch.correct?.[row] === 1 ? 1 : 0)
  const spent = spentTogether(frame.spent ?? [])
  const drawn = frame.spent
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
