/** Demonstrations against own responses. */
import { rolloutOfToken, type With } from '../../core/batch.ts'
import { type Found, scoredMembers } from '../../core/formulas/pairing.ts'

/** [n] whether somebody else wrote the response. */
export function shownRows(batch: With<'external'>): boolean[] {
  const shown = Array<boolean>(batch.rollouts).fill(false)
  rolloutOfToken(batch).forEach((row, t) => {
    if (batch.external[t] === 1) shown[row] = true
  })
  return shown
}

/** Every demonstration of a group over every own response. */
export function demonstratedPairs(batch: With<'external'>): Found[] {
  const shown = shownRows(batch)
  return scoredMembers(batch).flatMap(members =>
    members
      .filter(i => shown[i])
      .flatMap(chosen => members.filter(i => !shown[i]).map(rejected => ({ chosen, rejected }))),
  )
}
