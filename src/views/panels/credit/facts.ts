/** What stands beside the problem: the group's statistics as the method reports them, else computed from the rewards. */
import { mean, pick, std } from '../../../core/math.ts'
import type { ParamSpecs } from '../../../core/params.ts'
import type { Snapshot } from '../../../core/run.ts'
import type { Place } from '../../kit/locate.ts'
import { fixed, short } from '../../kit/numbers.ts'

export interface Fact {
  readonly label: string
  readonly value: string
  readonly note: string
}

export function groupFacts(
  { batch, explain }: Pick<Snapshot, 'batch' | 'explain'>,
  { members, row }: Pick<Place, 'members' | 'row'>,
  specs: ParamSpecs,
  params: Readonly<Record<string, number | string>>,
): Fact[] {
  const rewards = pick(batch.reward, members).filter(reward => !Number.isNaN(reward))
  const reported = (name: string) => (explain[name]?.extent === 'rollout' ? explain[name].values[row] : undefined)
  const facts: Fact[] = [
    { label: 'mean', value: fixed(reported('mean') ?? mean(rewards)), note: 'Mean reward of the siblings.' },
    {
      label: 'std',
      value: fixed(reported('std') ?? std(rewards, 1), 3),
      note: reported('std') === undefined ? 'Sample deviation of the rewards.' : 'Deviation as the method computes it.',
    },
  ]
  const epsilon = params.epsilon
  if (typeof epsilon === 'number' && specs.epsilon) {
    facts.push({ label: 'ε', value: short(epsilon), note: specs.epsilon.note ?? 'Keeps the division finite.' })
  }
  return facts
}
