/** What each phase does, and what it did in the batch that is shown. Pure. */
import { lengths } from '../../core/batch.ts'
import { sum } from '../../core/math.ts'
import { hasRun, type Phase, type Snapshot } from '../../core/snapshot.ts'
import { count, fixed, percent, short, signed } from '../kit/numbers.ts'

/** In one sentence for somebody who meets the word for the first time. */
export const phaseNotes: Readonly<Record<Phase, string>> = {
  choose: 'Takes the problems of this iteration from the pool.',
  sample: 'The policy answers every problem as often as the group is large.',
  reward: 'The verifier reads every response and pays it.',
  keep: 'Groups that the method does not want are dropped and, where it says so, replaced.',
  advantage: 'Each reward is compared with those of its siblings: one number per response.',
  credit: 'Each response’s advantage is handed out to its tokens.',
  pair: 'Responses to one problem are compared: one is chosen, one rejected.',
  update: 'The weights move: tokens with positive credit become likelier, those with negative credit less likely.',
  select: 'One response of each group is handed out, by votes or by a judge; the verifier is not asked.',
  probe: 'Now and then, problems that are never trained on are answered, to see what was learned.',
}

/** What came out, with numbers; undefined before the phase has run. */
export function phaseCount(phase: Phase, { phase: last, batch, metrics }: Snapshot): string | undefined {
  if (!hasRun(phase, last)) return undefined
  const { groupsSampled = batch.groups, groupsDropped = 0 } = metrics
  switch (phase) {
    case 'choose':
      return `${count(batch.groups, 'problem')} chosen`
    case 'sample':
      return `${count(batch.rollouts, 'response')}, ${count(batch.token.length, 'token')}`
    case 'reward':
      return rewards(batch)
    case 'keep':
      return `${groupsSampled - groupsDropped} of ${count(groupsSampled, 'group')} kept`
    case 'advantage':
      return batch.advantage && range(batch.advantage)
    case 'credit': {
      const credited = batch.credit?.reduce((n, value) => n + Number(value !== 0), 0) ?? 0
      return `${credited} of ${count(sum(lengths(batch)), 'token')} with credit`
    }
    case 'pair':
      return batch.pairs && count(batch.pairs.chosen.length, 'pair')
    case 'update':
      return metrics.gradNorm === undefined ? undefined : `gradient norm ${short(metrics.gradNorm)}`
    case 'select':
      return metrics.chosenRight === undefined
        ? undefined
        : `${percent(metrics.chosenRight)} of what is handed out is right`
    case 'probe':
      return metrics.passAt1 === undefined ? 'not this time' : `pass@1 ${fixed(metrics.passAt1)}`
  }
}

function rewards({ correct, reward, rollouts }: Snapshot['batch']): string {
  if (correct) return `${sum(correct)} of ${count(rollouts, 'response')} right, ${percent(sum(correct) / rollouts)}`
  const scored = reward.filter(value => !Number.isNaN(value))
  return `mean reward ${fixed(sum(scored) / scored.length)}`
}

const range = (values: Float32Array): string => {
  const known = values.filter(value => !Number.isNaN(value))
  const [low, high] = [Math.min(...known), Math.max(...known)]
  return known.length === 0 ? 'none' : `from ${signed(low)} to ${signed(high)}`
}
