/** Which rollouts of a batch are trained on, and how often. Source: PF-PPO, arXiv 2409.06957; verl and the released trainer. */
import { type Batch, groupMembers } from '../../core/batch.ts'
import { choice, number, type ParamSpecs } from '../../core/params.ts'
import type { Draw } from '../../core/rng.ts'
import { drawInteger, drawWeighted } from '../../core/rng.ts'

export type Filter = 'pow' | 'max-min' | 'max-random' | 'best-random' | 'best-worst'

/**
 * [n] weight with which a rollout is drawn from the batch; 0 where nothing could score it.
 * Source: verl core_algos.compute_pf_ppo_reweight_data (b178a3c).
 */
function drawWeights({ reward }: Batch, filter: Filter, power: number, floor: number): Float32Array {
  const scored = reward.filter(r => !Number.isNaN(r))
  const [low, high] = [Math.min(...scored), Math.max(...scored)]
  const weigh = (r: number) => {
    if (filter === 'pow') return Math.abs(r) ** power
    if (filter === 'max-min') return r === low || r === high ? 1 : 0
    return r === high ? 0.4 : 0.1
  }
  return reward.map(r => (Number.isNaN(r) ? 0 : weigh(r) + floor))
}

/** [n] how often each is drawn when as many are drawn as there are, with replacement. */
function resample(weights: Float32Array, draw: Draw): Float32Array {
  const copies = new Float32Array(weights.length)
  for (let k = 0; k < weights.length; k++) {
    const i = drawWeighted(draw, weights)
    copies[i] = copies[i]! + 1
  }
  return copies
}

/**
 * [n] 1 for the best of each group and one other: the worst, or any of the rest.
 * Source: PF-PPO-RLHF ppo_trainer.select_max_random (6b93abf).
 */
function pickPairs(batch: Batch, filter: Filter, draw: Draw): Float32Array {
  const kept = new Float32Array(batch.rollouts)
  for (const members of groupMembers(batch)) {
    const scored = members.filter(i => !Number.isNaN(batch.reward[i]!))
    const [best, ...rest] = scored.toSorted((a, b) => batch.reward[b]! - batch.reward[a]!)
    if (best !== undefined) kept[best] = 1
    const other = filter === 'best-worst' ? rest.at(-1) : rest[drawInteger(draw, rest.length)]
    if (other !== undefined) kept[other] = 1
  }
  return kept
}

export interface Filtration {
  /** [n] weight of a rollout in the draw; 1 or 0 for filters that draw nothing. */
  readonly weight: Float32Array
  /** [n] how often it is trained on. */
  readonly copies: Float32Array
}

export function filtrate(batch: Batch, filter: Filter, power: number, floor: number, draw: Draw): Filtration {
  if (filter === 'best-random' || filter === 'best-worst') {
    const copies = pickPairs(batch, filter, draw)
    return { weight: copies, copies }
  }
  const weight = drawWeights(batch, filter, power, floor)
  return { weight, copies: resample(weight, draw) }
}

export const filterParams = {
  filter: choice({
    label: 'Filter',
    options: ['pow', 'max-min', 'max-random', 'best-random', 'best-worst'],
    default: 'pow',
    paper: 'best-random',
    verl: 'pow',
    meaning: {
      pow: 'draw from the batch by |reward| to a power',
      'max-min': 'draw among the batch’s best and worst',
      'max-random': 'draw the best four times as often',
      'best-random': 'of each group the best and one other',
      'best-worst': 'of each group the best and the worst',
    },
  }),
  power: number({
    label: 'Power',
    default: 2,
    verl: 2,
    min: 0,
    max: 10,
    note: 'Draws by |reward| to this power; 0 draws all alike.',
  }),
  drawFloor: number({
    label: 'Least weight in the draw',
    default: 1e-8,
    verl: 1e-8,
    min: 0,
    max: 1,
    scale: 'log',
    aside: true,
    note: 'Added to every weight, so that rewards of 0 can be drawn at all.',
  }),
} as const satisfies ParamSpecs
