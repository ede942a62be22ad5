/** Numbers per turn: returns, turns that begin in the same state, and the way to tokens. */
import type { Batch } from '../batch.ts'

/** Turns of each rollout, in order; one list per rollout. */
export function turnsOf({ turns, rollouts }: Pick<Batch, 'turns' | 'rollouts'>): readonly (readonly number[])[] {
  const own: number[][] = Array.from({ length: rollouts }, () => [])
  turns?.rollout.forEach((i, turn) => {
    own[i]!.push(turn)
  })
  return own
}

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

/** [T] each turn's number at its tokens, 0 at all others. */
export function spreadTurns(batch: Batch, perTurn: ArrayLike<number>): Float32Array {
  const result = new Float32Array(batch.token.length)
  batch.turns?.rollout.forEach((_, turn) => {
    result.fill(perTurn[turn]!, batch.turns?.start[turn], batch.turns?.end[turn])
  })
  return result
}
