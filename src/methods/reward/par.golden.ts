/** PorUna-byte/PAR trainers/reward_shaper.py RewardShaper.shaped_reward (b8caf40). */
import { flag, type GoldenCase, type GoldenFamily, list, matrix, number, vector } from '../golden/harness.ts'
import { bounded, type Running, type Shaping, seen, shapedAs, unseen } from './par.math.ts'

const unlike = ['reward_fittedpoly', 'reward_sgfc', 'reward_arctan', 'reward_odin']

/** Which of our shapings these switches are: at most one of them may be on. */
function shapingOf(params: GoldenCase['params']): Shaping {
  const on = (name: string) => params[name] !== undefined && flag(params[name])
  const relative = on('reward_relative')
  const chosen: readonly (Shaping | false)[] = [
    on('reward_sigmoid') && (relative ? 'par' : 'sigmoid'),
    on('reward_tanh') && (relative ? 'centred tanh' : 'tanh'),
    on('reward_centered') && 'centred',
    on('reward_meanstd') && 'mean-std',
    on('reward_clipping') && 'clip',
    on('reward_minmax') && 'min-max',
    on('reward_lsc') && 'lsc',
  ]
  const shaping = chosen.filter(one => one !== false)
  if (shaping.length > 1) throw new Error(`one shaping at a time, not ${shaping.join(' and ')}`)
  return shaping[0] ?? 'raw'
}

const family: GoldenFamily = {
  file: 'data/par',
  notRun: ({ params }) => {
    const found = unlike.filter(name => params[name] === true)
    return found.length > 0 ? `${found.join(', ')}: not among our shapings` : undefined
  },
  run: ({ inputs, params }) => {
    const nested = list(inputs.rewards).some(Array.isArray)
    const batches = nested ? matrix(inputs.rewards) : [vector(inputs.rewards)]
    const length = inputs.response_lengths === null ? undefined : vector(inputs.response_lengths)
    const penalised = params.reward_penalize_length !== undefined && flag(params.reward_penalize_length)
    const bounds = {
      ceiling: params.reward_ceil === undefined ? 1000 : number(params.reward_ceil),
      price: penalised ? 0.01 : 0,
      free: 300,
    }
    const most = params.reward_maxref === undefined ? 10 : number(params.reward_maxref)
    const references = matrix(inputs.reference_rewards)
    const shaping = shapingOf(params)
    const steepness = params.sigmoid_k === undefined ? 1 : number(params.sigmoid_k)
    let running: Running = unseen
    const shaped = batches.map(rewards => {
      const scores = rewards.map((r, i) => bounded(r, length?.[i] ?? 0, bounds))
      running = seen(running, scores)
      return scores.map((score, i) => {
        const own = shaping === 'lsc' ? references[i]! : references[i]!.slice(0, most)
        return shapedAs(score, own, { shaping, steepness, running })
      })
    })
    return { shaped: nested ? shaped : shaped[0] }
  },
}

export default [family] satisfies readonly GoldenFamily[]
