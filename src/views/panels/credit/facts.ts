/** What stands beside the problem: the group's statistics as the method reports them, else computed from the rewards. */
import { mean, pick, std, sum } from '../../../core/math.ts'
import type { ParamSpecs } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/snapshot.ts'
import type { Place } from '../../kit/locate.ts'
import { fixed, short } from '../../kit/numbers.ts'

export interface Fact {
  readonly label: string
  readonly value: string
  /** How it comes about, with its numbers. */
  readonly formula?: string
  readonly note: string
}

export function groupFacts(
  { batch, explain }: Pick<Snapshot, 'batch' | 'explain'>,
  { members, row }: Pick<Place, 'members' | 'row'>,
  specs: ParamSpecs,
  params: Readonly<Record<string, number | string>>,
): Fact[] {
  const rewards = pick(batch.reward, members).filter(reward => !Number.isNaN(reward))
  // An unscored response has no statistics of its own (0 in the column): a scored sibling tells them.
  const scored = Number.isNaN(batch.reward[row]!) ? members.find(i => !Number.isNaN(batch.reward[i]!)) : row
  const reported = (name: string) =>
    scored !== undefined && explain[name]?.extent === 'rollout' ? explain[name].values[scored] : undefined
  const centre = reported('mean') ?? mean(rewards)
  const total = sum(rewards)
  const squares = rewards.reduce((all, reward) => all + (reward - centre) ** 2, 0)
  const ddof = typeof params.ddof === 'number' ? params.ddof : 1
  const facts: Fact[] = [
    {
      label: 'mean',
      value: fixed(centre),
      formula: `${short(total)} / ${rewards.length}`,
      note: 'Mean reward of the siblings; the method may subtract another baseline.',
    },
    {
      label: 'std',
      formula: `√(${short(squares)} / (${rewards.length} − ${ddof}))`,
      value: fixed(reported('std') ?? std(rewards, ddof), 3),
      note: reported('std') === undefined ? 'Sample deviation of the rewards.' : 'Deviation as the method computes it.',
    },
  ]
  const epsilon = params.epsilon
  if (typeof epsilon === 'number' && specs.epsilon) {
    facts.push({ label: 'ε', value: short(epsilon), note: specs.epsilon.note ?? 'Keeps the division finite.' })
  }
  return facts
}
