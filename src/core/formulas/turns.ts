/** Numbers per turn: returns, turns that begin in the same state, and the way to tokens. */
import type { Batch, Turns, With } from '../batch.ts'
import { mean, sum } from '../math.ts'

/** Turns of each rollout, in order; one list per rollout. */
export function turnsOf({ turns, rollouts }: Pick<Batch, 'turns' | 'rollouts'>): readonly (readonly number[])[] {
  const own: number[][] = Array.from({ length: rollouts }, () => [])
  turns?.rollout.forEach((i, turn) => {
    own[i]!.push(turn)
  })
  return own
}

/** The batch with turns: each response is one where nothing says otherwise. */
export function withTurns<B extends Batch>(batch: B): B & { readonly turns: Turns } {
  const { tokenStart, rollouts } = batch
  const whole = {
    rollout: Int32Array.from({ length: rollouts }, (_, i) => i),
    start: tokenStart.slice(0, -1),
    end: tokenStart.slice(1),
  }
  return { ...batch, turns: batch.turns ?? whole }
}

/** [turns] sum of a number per token over the tokens of each turn. */
export const turnSums = ({ turns }: Pick<Batch, 'turns'>, perToken: Float32Array): Float32Array =>
  Float32Array.from(turns?.start ?? [], (start, turn) => sum(perToken.subarray(start, turns?.end[turn])))

/** [turns] mean of a number per token over the tokens of each turn; 0 for a turn without any. */
export const turnMeans = ({ turns }: Pick<Batch, 'turns'>, perToken: Float32Array): Float32Array =>
  Float32Array.from(turns?.start ?? [], (start, turn) => {
    const own = perToken.subarray(start, turns?.end[turn])
    return own.length === 0 ? 0 : mean(own)
  })

/** [turns] reward of this turn and of all later ones of its rollout, discounted by the turn. */
export function turnReturns(batch: Batch, turnReward: Float32Array, gamma: number): Float32Array {
  const result = new Float32Array(turnReward.length)
  for (const own of turnsOf(batch)) {
    let after = 0
    for (const turn of [...own].reverse()) result[turn] = after = Math.fround(turnReward[turn]! + gamma * after)
  }
  return result
}

/** Turns of one group of rollouts that begin in the same state, whichever rollout they belong to. */
export function turnsInOneState(batch: Batch, stateKey: Float32Array): readonly (readonly number[])[] {
  const alike = new Map<string, number[]>()
  batch.turns?.rollout.forEach((i, turn) => {
    const key = `${batch.group[i]} ${stateKey[turn]}`
    const known = alike.get(key)
    if (known) known.push(turn)
    else alike.set(key, [turn])
  })
  return [...alike.values()]
}

/** [turns] 1 where the turn changed the world's state, and for last turns: what cannot be carried out leaves it as it was. */
export const carriedOut = ({ turns, stateKey }: With<'stateKey'>): Float32Array =>
  Float32Array.from(turns?.rollout ?? [], (i, turn) =>
    turns?.rollout[turn + 1] === i && stateKey[turn + 1] === stateKey[turn] ? 0 : 1,
  )

/** [T] each turn's number at its tokens, 0 at all others. */
export function spreadTurns(batch: Batch, perTurn: ArrayLike<number>): Float32Array {
  const result = new Float32Array(batch.token.length)
  batch.turns?.rollout.forEach((_, turn) => {
    result.fill(perTurn[turn]!, batch.turns?.start[turn], batch.turns?.end[turn])
  })
  return result
}
