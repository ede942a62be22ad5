/** The card at the end of the budget. */
import { count, fixed, percent } from '../../kit/numbers.ts'
import type { Trigger } from './cards.ts'

/** Above this share of groups without signal, more of the same teaches little. */
const mostlySilent = 0.7

/** All iterations are done: what came out, whether there is something left to learn, and how to go on. */
export const ending: Trigger = ({ snapshot: { iteration, phase, metrics }, params }) => {
  const budget = Number(params.iterations)
  if (phase !== 'probe' || !(iteration >= budget)) return undefined
  const { reward, noSignal } = metrics
  const learned = reward === undefined ? '' : `Reward ${fixed(reward)}`
  const left = noSignal === undefined ? '' : `${percent(noSignal)} of the groups give no signal`
  const isDone = noSignal !== undefined && noSignal >= mostlySilent
  return {
    id: 'ended',
    kind: 'info',
    title: `${iteration} of ${count(budget, 'iteration')}: the budget is used up.`,
    text: `${[learned, left].filter(Boolean).join('; ')}${isDone ? ', so little is left to learn here' : ''}.`,
    ways: isDone ? ['harder', 'goOn'] : ['goOn', 'harder'],
  }
}
