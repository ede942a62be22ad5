/** The one card that is always there: the selected response's advantage, told in words. */
import { allDropped } from '../../../core/metrics.ts'
import { count, fixed, short, signed } from '../../kit/numbers.ts'
import { rewardStatistics } from '../../kit/reward-statistics.ts'
import type { Card, Trigger } from './cards.ts'

const outcomes = { right: 1, wrong: 0 } as const
type Outcome = keyof typeof outcomes

/** The response against its siblings: what it was paid, what they were paid, and what follows. */
export const telling: Trigger = ({ snapshot, place, params }) => {
  if (!place) return undefined
  const { batch, problems } = snapshot
  const { row, members } = place
  const { mean, rewards } = rewardStatistics(snapshot, params, members)
  const reward = batch.reward[row] ?? Number.NaN
  const name = `Response ${place.rollout + 1}`
  const text = problems[place.group]?.text ?? `group ${place.group + 1}`
  const make = (title: string, rest: string): Card => ({ id: 'selected', kind: 'info', title, text: rest })
  if (Number.isNaN(reward)) return make(`${name} could not be scored.`, 'It has no reward, so it is not compared.')
  const advantage = batch.advantage?.[row]
  const paid = `reward ${short(reward)} against a mean of ${fixed(mean)}`
  const where = standing(batch, members, row)
  if (advantage === undefined) {
    return make(`${name} ${where ?? 'is scored'}: ${paid}.`, 'What that is worth is computed in the next phase.')
  }
  if (members.length > 1 && rewards.every(other => other === reward) && advantage === 0) {
    const verdict = outcomeOf(batch, row)
    return make(
      `All ${count(members.length, 'response')} are ${verdict ?? 'paid alike'}: nobody stands out.`,
      `Every reward in “${text}” is ${short(reward)}, which is also the mean, so every advantage is 0 and nothing is learned from this group.`,
    )
  }
  const follows = Math.sign(advantage) === Math.sign(reward - mean) ? 'so it gets' : 'and by this method it gets'
  return make(
    `${name} ${where ?? 'is compared'}: ${paid}, ${follows} ${signed(advantage)}.`,
    allDropped(snapshot.metrics)
      ? 'But the method dropped every group, and nothing was trained.'
      : consequence(advantage, batch.credit !== undefined, others(batch.advantage, members, row)),
  )
}

type Judged = Parameters<Trigger>[0]['snapshot']['batch']

function outcomeOf({ correct }: Judged, row: number): Outcome | undefined {
  return correct && (correct[row] === outcomes.right ? 'right' : 'wrong')
}

/** "alone is right", "is one of 3 that are right"; undefined where nobody judged. */
function standing(batch: Judged, members: readonly number[], row: number): string | undefined {
  const outcome = outcomeOf(batch, row)
  if (!outcome) return undefined
  const same = members.filter(member => outcomeOf(batch, member) === outcome).length
  if (members.length === 1) return `is ${outcome}`
  if (same === 1) return `alone is ${outcome}`
  return same === members.length ? `is ${outcome} like all` : `is one of ${same} that are ${outcome}`
}

/** What the siblings get, where all of them get the same. */
function others(advantage: Float32Array | undefined, members: readonly number[], row: number): number | undefined {
  const rest = members.filter(member => member !== row).map(member => advantage?.[member])
  return rest.length > 0 && rest.every(value => value === rest[0]) ? rest[0] : undefined
}

function consequence(advantage: number, credited: boolean, siblings: number | undefined): string {
  const way = advantage > 0 ? 'likelier' : 'less likely'
  const tense = credited ? 'The update makes' : 'The update will make'
  const rest = siblings === undefined ? '' : ` Each sibling gets ${signed(siblings)}.`
  if (advantage === 0) return `It is paid what was expected of it, so it is pushed neither way.${rest}`
  return `${tense} its tokens ${way}, ${short(Math.abs(advantage))} times as hard as an advantage of 1 would.${rest} The formula below has its numbers.`
}
