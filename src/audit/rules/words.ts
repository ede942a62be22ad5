/** A verdict in sentences. */
import type { Log } from '../../core/log.ts'
import { counted, digits, inIteration, listed } from '../words.ts'
import type { Fit, Verdict } from './verdict.ts'

const written = (value: string | number | boolean): string =>
  typeof value === 'number' ? digits(value) : String(value)

const named = ({ name, detail }: Fit): string => `${name}${detail === '' ? '' : ` (${detail})`}`

const sizes = ({ met, telling, largest, median }: Fit): string =>
  `${met} of ${counted(telling, 'group')} that can tell; residual at most ${digits(largest)}, in the middle ${digits(median)}`

/** The short answer first. */
export function verdictWords(log: Log, verdict: Verdict): readonly string[] {
  switch (verdict.kind) {
    case 'absent':
      return [absence(log)]
    case 'silent':
      return [
        'All logged advantages are 0, as every rule makes them where rewards are equal: nothing tells which it was.',
      ]
    case 'none':
      return [
        'None of these: no rule or method known here gives the logged advantages.',
        ...nearestWords(verdict.runnersUp, 'Nearest'),
        'A penalty in the reward that is not logged (KL, length), another group, or a clipped advantage would explain it.',
      ]
    case 'named':
      return namedWords(log, verdict)
  }
}

function absence({ batches }: Log): string {
  const hasRewards = batches.some(({ batch }) => batch.reward.some(Number.isFinite))
  const hasAdvantages = batches.some(({ batch }) => batch.advantage?.some(Number.isFinite))
  if (!hasRewards && hasAdvantages) return 'The log has advantages but no rewards: what made them cannot be recomputed.'
  return 'The log has no advantages: nothing to check, only to compute.'
}

const nearestWords = (fits: readonly Fit[], word: string): string[] =>
  fits.length === 0
    ? []
    : [
        `${word}: ${fits.map(fit => `${fit.name} (${fit.met} of ${fit.telling}, residual ${digits(fit.median)})`).join('; ')}.`,
      ]

function namedWords(log: Log, verdict: Verdict): string[] {
  const { best, stretches, grouping, decimals, runnersUp } = verdict
  const { reward } = log.fields
  if (!best) return []
  const changes = stretches.map(
    ({ batches, verdict: own }) =>
      `${stretchName(log, batches)}: ${own.best ? named(own.best) : 'all advantages are 0'}`,
  )
  return [
    changes.length > 0 ? `The rule changes. ${changes.join('. ')}.` : `${named(best)}: ${sizes(best)}.`,
    ...(best.trainers === '' || changes.length > 0 ? [] : [`So by default in ${best.trainers}.`]),
    ...(reward?.state === 'recomputed' && reward.because ? [`The rewards are recomputed: ${reward.because}.`] : []),
    ...(grouping ? [`With groups ${grouping.words}, not with those of the log.`] : []),
    ...(decimals === undefined ? [] : [`The log rounds advantages to ${counted(decimals, 'decimal')}.`]),
    ...(changes.length > 0 ? [] : openWords(verdict)),
    ...(changes.length > 0 ? [] : nearestWords(runnersUp, 'Do not fit, the nearest first')),
  ]
}

const stretchName = (log: Log, batches: readonly number[]): string => {
  const name = (k: number) => inIteration(log, k).replace(' in iteration ', '') || String(k + 1)
  const [first, last] = [name(batches[0]!), name(batches.at(-1)!)]
  return first === last ? `Iteration ${first}` : `Iterations ${first} to ${last}`
}

const traitWords: Readonly<Record<string, string>> = {
  epsilon: 'epsilon',
  ddof: 'ddof',
  baseline: 'baseline',
  spread: 'deviation',
  moments: 'precision of the deviation',
  zeroSpread: 'what happens without spread',
}

/** What these numbers leave open. */
function openWords({ open, alike, best }: Verdict): string[] {
  const told = Object.entries(open).map(
    ([trait, values]) => `${traitWords[trait] ?? trait} ${listed([best!.traits[trait]!, ...values].map(written))}`,
  )
  const others = [...new Set(alike.map(({ name }) => name))].filter(name => name !== best!.name)
  return [
    ...(told.length > 0 ? [`These numbers cannot tell apart: ${told.join('; ')}.`] : []),
    ...(others.length > 0 ? [`They would be the same under ${listed(others)}.`] : []),
  ]
}
