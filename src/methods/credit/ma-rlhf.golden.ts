/** ernie-research/MA-RLHF ppo_trainer: selection, modeling_macro_action, get_advantages_and_returns, the two losses (807551d). */

import {
  estimateOf,
  type GoldenFamily,
  idle,
  lossOf,
  matrix,
  meaning,
  number,
  settings,
  vector,
} from '../golden/harness.ts'
import { macroActions } from './ma-rlhf.math.ts'

const macro: GoldenFamily = {
  file: 'credit/ma-rlhf',
  notCompared: {
    macro_values: 'lists the empty action too, which owns no token: its effect shows in the advantages before it',
    macro_rewards: 'the same',
    macro_advantages: 'compared through the credit of tokens in actor_loss',
    macro_returns: 'compared through critic_loss_with_values_plus_0p1',
  },
  run: ({ inputs, params }) => {
    const start = number(params.start)
    const response = (rows: unknown) => matrix(rows).map(row => row.slice(start))
    const ppl = inputs.ppl === null ? undefined : vector(inputs.ppl).map(p => -Math.log(p))
    const value = response(inputs.values)
    const mask = response(inputs.action_mask)
    const termination = meaning(params.termination, { fixed: 'fixed', ppl: 'perplexity' })
    // Perplexity cuts where it falls: the original is handed no length.
    const ngram = termination === 'fixed' ? Math.min(256, number(params.ngram)) : 5
    if (termination !== 'fixed') idle(params.ngram)
    const values = settings('ma-rlhf', 'none', {
      ngram,
      termination,
      actionWeights: meaning(params.value_function, { equal: 'equal', unit: 'last', position: 'position' }),
      macroGamma: number(params.gamma),
      macroLambda: number(params.lam),
      clipLow: number(params.cliprange),
      clipHigh: number(params.cliprange),
      dualClip: 0,
      valueClip: number(params.cliprange),
    })
    const tokenReward = response(inputs.token_rewards)
    const oldLogp = response(inputs.old_logprobs)
    const cutBy = ppl ? [ppl] : oldLogp
    const { credit, returns } = estimateOf('ma-rlhf', values, {
      mask,
      columns: { oldValue: value, tokenReward, oldLogp: cutBy },
    })
    const loss = (given: Record<'logp' | 'credit', number[][]>, coefficient: number) =>
      lossOf(
        'ma-rlhf',
        { ...values, valueCoefficient: coefficient },
        { mask, columns: { ...given, oldLogp, oldValue: value, returns } },
        { now: { value: value.map(row => row.map(v => v + 0.1)) } },
      ).loss
    const actions = macroActions(
      start,
      start + mask[0]!.length,
      ngram,
      ppl && [...Array<number>(start).fill(0), ...ppl],
    )
    const zero = mask.map(row => row.map(() => 0))
    return {
      boundaries: actions.map(action => action.start),
      actor_loss: loss({ logp: response(inputs.logprobs), credit }, 0),
      critic_loss_with_values_plus_0p1: loss({ logp: oldLogp, credit: zero }, 1),
    }
  },
}

export default [macro] satisfies readonly GoldenFamily[]
