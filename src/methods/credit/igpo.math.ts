/** What IGPO pays each turn, and how the turns of a group are compared. */
import { type Batch, groupMembers, type With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { spreadTurns, turnReturns, turnsOf } from '../../core/formulas/turns.ts'
import { mean, pick, std } from '../../core/math.ts'
import type { CreditResult } from '../../core/method.ts'
import { choice, number, type Values } from '../../core/params.ts'

export const igpoParams = {
  gainIn: choice({
    label: 'Gain measured in',
    options: ['probability', 'logarithm'],
    default: 'probability',
    paper: 'probability',
    meaning: {
      probability: 'what the turn adds to the belief in the right answer',
      logarithm: 'what it adds to the logarithm of that belief',
    },
  }),
  compare: choice({
    label: 'Turns compared',
    options: ['joint', 'separate', 'place', 'first place'],
    default: 'joint',
    paper: 'joint',
    meaning: {
      joint: 'with all turns of their group, answers included',
      separate: 'questions with questions, answers with answers',
      place: 'as first released: what is still to come, less its mean over the group at the same token',
      'first place': 'also as first released: less mean and deviation at the group’s first token',
    },
  }),
  discount: number({
    label: 'Discount γ',
    default: 1,
    paper: 1,
    min: 0,
    max: 1,
    note: 'Per turn; as first released per token at the first place, and none at the same.',
  }),
  epsilon: number({
    label: 'Epsilon in denominators',
    default: 1e-6,
    min: 0,
    max: 1,
    scale: 'log',
    note: 'Added to the deviation.',
  }),
}
type Params = Values<typeof igpoParams>

/** A belief of 0 has no logarithm. */
const leastBelief = 1e-8

/** [turns] what each turn adds to the belief, the outcome at the last turn of each rollout; and which turns are last. */
function turnPay(batch: With<'belief'>, gainIn: Params['gainIn']): { pay: Float32Array; isLast: readonly boolean[] } {
  const rollout = batch.turns?.rollout ?? new Int32Array()
  const told = (turn: number) =>
    gainIn === 'logarithm' ? Math.log(Math.max(leastBelief, batch.belief[turn]!)) : batch.belief[turn]!
  const isLast = Array.from(rollout, (i, turn) => rollout[turn + 1] !== i)
  const pay = Float32Array.from(rollout, (i, turn) => (isLast[turn] ? batch.reward[i]! : told(turn + 1) - told(turn)))
  return { pay, isLast }
}

/** [turns] pay as it stands in its group. Fewer than two values are not divided. */
function standings(batch: Batch, pay: Float32Array, isLast: readonly boolean[], { compare, epsilon }: Params) {
  const empty = () => new Float32Array(pay.length)
  const [standing, centre, spread] = [empty(), empty(), empty()]
  const own = turnsOf(batch)
  for (const members of groupMembers(batch)) {
    const all = members.flatMap(i => own[i]!)
    const parts = compare === 'separate' ? [true, false].map(last => all.filter(turn => isLast[turn] === last)) : [all]
    for (const turns of parts) {
      const values = pick(pay, turns)
      const divisor = values.length < 2 ? 1 : Math.sqrt(std(values, 0) ** 2 + 1e-8)
      for (const turn of turns) {
        centre[turn] = mean(values)
        spread[turn] = divisor + epsilon
        standing[turn] = (pay[turn]! - mean(values)) / spread[turn]!
      }
    }
  }
  return { standing, centre, spread }
}

/** [T] as first released: discounted pay from each token on, against the group's at the same token or at its first. */
function byPlace(batch: Batch, pay: Float32Array, { compare, discount, epsilon }: Params): Float32Array {
  const [toGo, credit] = [new Float32Array(batch.token.length), new Float32Array(batch.token.length)]
  batch.turns?.end.forEach((end, turn) => {
    toGo[end - 1] = pay[turn]!
  })
  const gamma = compare === 'place' ? 1 : discount
  for (let i = 0; i < batch.rollouts; i++) {
    for (let t = batch.tokenStart[i + 1]! - 2; t >= batch.tokenStart[i]!; t--) toGo[t] = toGo[t]! + gamma * toGo[t + 1]!
  }
  const place = (i: number, k: number) =>
    batch.tokenStart[i]! + k < batch.tokenStart[i + 1]! ? toGo[batch.tokenStart[i]! + k]! : 0
  for (const members of groupMembers(batch)) {
    const first = members.map(i => place(i, 0))
    const spread = (members.length < 2 ? 1 : std(first, 1)) + epsilon
    for (const i of members) {
      for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++) {
        const here = () => mean(members.map(other => place(other, t - batch.tokenStart[i]!)))
        credit[t] = compare === 'place' ? toGo[t]! - here() : (toGo[t]! - mean(first)) / spread
      }
    }
  }
  return credit
}

/** [T] what each turn and all later ones of its rollout stand for. */
export function igpoCredit(batch: With<'belief'>, params: Params): CreditResult {
  const { pay, isLast } = turnPay(batch, params.gainIn)
  const turnPaid = spreadTurns(batch, pay)
  if (params.compare === 'place' || params.compare === 'first place') {
    return { credit: byPlace(batch, pay, params), explain: tokenColumns({ turnPaid }) }
  }
  const { standing, centre, spread } = standings(batch, pay, isLast, params)
  return {
    credit: spreadTurns(batch, turnReturns(batch, standing, params.discount)),
    explain: tokenColumns({
      turnPaid,
      turnStanding: spreadTurns(batch, standing),
      turnMean: spreadTurns(batch, centre),
      turnSpread: spreadTurns(batch, spread),
    }),
  }
}
