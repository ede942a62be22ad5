/** GiGPO's two comparisons: episodes with their siblings, turns with turns that began in the same state. */
import { type Batch, spread, type With } from '../../core/batch.ts'
import { perGroup, tokenColumns } from '../../core/estimator.ts'
import { spreadTurns, turnReturns, turnsInOneState, turnsOf } from '../../core/formulas/turns.ts'
import { mean, type Numbers, pick, std } from '../../core/math.ts'
import type { AdvantageResult, CreditResult } from '../../core/method.ts'
import { choice, number, type Values } from '../../core/params.ts'

const divideBy = choice({
  label: 'Divide by',
  options: ['nothing', 'deviation'],
  default: 'nothing',
  paper: 'deviation',
  meaning: { nothing: 'differences from the mean', deviation: 'those, over the sample deviation' },
})
const epsilon = number({
  label: 'Epsilon in denominators',
  default: 1e-6,
  min: 0,
  max: 1,
  scale: 'log',
  note: 'Added to the deviation.',
})

export const episodeParams = {
  episodesOver: choice({
    label: 'Mean of episodes over',
    options: ['turns', 'episodes'],
    default: 'turns',
    paper: 'episodes',
    meaning: { turns: 'each counts as often as it has turns, as released', episodes: 'each counts once' },
  }),
  divideBy,
  epsilon,
}

export const stepParams = {
  stepWeight: number({ label: 'Weight of turns ω', default: 1, paper: 1, min: 0, max: 10 }),
  turnDiscount: number({
    label: 'Discount per turn',
    default: 0.95,
    paper: 0.95,
    min: 0,
    max: 1,
    note: 'Below 1 a way back to the same state costs.',
  }),
  divideTurnsBy: divideBy,
  turnEpsilon: epsilon,
}

/** Released: a list of one is not centred, and divided by 1. */
const deviation = (values: Numbers): number => (values.length === 1 ? 1 : std(values, 1))

/** [n] how each episode stands among its siblings. */
export function episodeStandings(batch: Batch, how: Values<typeof episodeParams>): AdvantageResult {
  const own = turnsOf(batch)
  const times = (i: number) => (how.episodesOver === 'turns' ? Math.max(1, own[i]!.length) : 1)
  return perGroup(batch, ['mean', 'std'], (members, out) => {
    const all = members.flatMap(i => Array.from({ length: times(i) }, () => batch.reward[i]!))
    const centre = all.length === 1 ? 0 : mean(all)
    for (const i of members) {
      out.mean[i] = centre
      out.std[i] = deviation(all)
      out.advantage[i] = (batch.reward[i]! - centre) / (how.divideBy === 'deviation' ? out.std[i]! + how.epsilon : 1)
    }
  })
}

/** [T] the episode's standing, and how each turn stands among those that began in the same state. */
export function stepStandings(
  batch: With<'advantage' | 'turnReward' | 'stateKey'>,
  { stepWeight, turnDiscount, divideTurnsBy, turnEpsilon }: Values<typeof stepParams>,
): CreditResult {
  const returns = turnReturns(batch, batch.turnReward, turnDiscount)
  const perTurn = () => new Float32Array(returns.length)
  const [step, stateMean, stateSpread, stateVisits] = [perTurn(), perTurn(), perTurn(), perTurn()]
  for (const turns of turnsInOneState(batch, batch.stateKey)) {
    const alike = pick(returns, turns)
    for (const turn of turns) {
      stateMean[turn] = mean(alike)
      stateSpread[turn] = divideTurnsBy === 'deviation' ? deviation(alike) + turnEpsilon : 1
      stateVisits[turn] = turns.length
      step[turn] = (returns[turn]! - stateMean[turn]!) / stateSpread[turn]!
    }
  }
  const stepAdvantage = spreadTurns(batch, step)
  return {
    credit: spread(batch, batch.advantage).map((a, t) => a + stepWeight * stepAdvantage[t]!),
    explain: tokenColumns({
      stepAdvantage,
      stepReturn: spreadTurns(batch, returns),
      stateMean: spreadTurns(batch, stateMean),
      stateSpread: spreadTurns(batch, stateSpread),
      stateVisits: spreadTurns(batch, stateVisits),
    }),
  }
}
