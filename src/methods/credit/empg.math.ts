/** EMPG: steps weighted by how sure the policy was of them, with a bonus for a clear next step. */
import type { With } from '../../core/batch.ts'
import { tokenColumns } from '../../core/estimator.ts'
import { spreadTurns, turnMeans, withTurns } from '../../core/formulas/turns.ts'
import { mean } from '../../core/math.ts'
import type { CreditResult } from '../../core/method.ts'
import { number, type Values } from '../../core/params.ts'

export const empgParams = {
  sharpness: number({
    label: 'Sharpness k',
    default: 1,
    min: 0,
    max: 20,
    note: 'How strongly sure steps outweigh unsure ones; 0 weighs all alike.',
  }),
  nextSharpness: number({
    label: 'Sharpness of the bonus k′',
    default: 1,
    min: 0,
    max: 20,
    note: 'How quickly the bonus fades with the next step’s entropy.',
  }),
  clarityBonus: number({ label: 'Bonus ζ', default: 0.05, min: 0, max: 10, note: 'For steps before a sure one.' }),
}

/** Added where the released code divides. */
const tiny = 1e-8

/** [T] advantages of steps, centred over all steps of the batch. */
export function empgCredit(
  given: With<'advantage' | 'oldEntropy'>,
  { sharpness, nextSharpness, clarityBonus }: Values<typeof empgParams>,
): CreditResult {
  const batch = withTurns(given)
  const { rollout } = batch.turns
  const entropy = turnMeans(batch, batch.oldEntropy)
  const least = entropy.reduce((low, h) => Math.min(low, h), Number.POSITIVE_INFINITY)
  const most = entropy.reduce((high, h) => Math.max(high, h), Number.NEGATIVE_INFINITY)
  const normed = entropy.map(h => (h - least) / (most - least + tiny))
  const sure = normed.map(h => Math.exp(-sharpness * h))
  const stepWeight = sure.map(s => s / (mean(sure) + tiny))
  const clarity = normed.map(h => Math.exp(-nextSharpness * h))
  const nextClarity = clarity.map((_, k) => (rollout[k + 1] === rollout[k] ? clarity[k + 1]! : 0))
  const modulated = nextClarity.map((next, k) => batch.advantage[rollout[k]!]! * stepWeight[k]! + clarityBonus * next)
  const centre = rollout.length === 0 ? 0 : mean(modulated)
  return {
    credit: spreadTurns(
      batch,
      modulated.map(a => a - centre),
    ),
    explain: tokenColumns({
      stepEntropy: spreadTurns(batch, entropy),
      relativeEntropy: spreadTurns(batch, normed),
      stepWeight: spreadTurns(batch, stepWeight),
      clarity: spreadTurns(batch, clarity),
      nextClarity: spreadTurns(batch, nextClarity),
      stepMean: spreadTurns(
        batch,
        modulated.map(() => centre),
      ),
    }),
  }
}
