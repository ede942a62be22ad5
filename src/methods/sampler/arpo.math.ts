/** ARPO: episodes that fork where the policy grows unsure after the world has answered; shared beginnings share credit. */
import { groupMembers, spread, type With } from '../../core/batch.ts'
import { prefixMeans } from '../../core/formulas/prefixes.ts'
import { clamp, sum } from '../../core/math.ts'
import type { SampledRollout, SamplerHandle } from '../../core/method.ts'
import { choice, number, type Values } from '../../core/params.ts'
import type { Draw } from '../../core/rng.ts'

export const forkParams = {
  initialShare: number({
    label: 'Drawn from the start',
    default: 0.5,
    paper: 0.5,
    min: 0.01,
    max: 1,
    note: 'Share of the group; the others fork off from these.',
  }),
  beam: number({
    label: 'Beam',
    default: 2,
    paper: 2,
    min: 1,
    max: 16,
    integer: true,
    note: 'Forks at one place are at most one fewer.',
  }),
  forkProbability: number({
    label: 'Probability of a fork',
    default: 0.5,
    paper: 0.5,
    min: 0,
    max: 1,
    note: 'Where entropy is as it was in the first turn.',
  }),
  entropyWeight: number({
    label: 'Weight of entropy',
    default: 0.2,
    paper: 0.2,
    min: 0,
    max: 10,
    note: 'What a rise of entropy adds to that probability.',
  }),
  entropyUnit: number({
    label: 'Unit of entropy',
    default: 3,
    min: 0.1,
    max: 20,
    note: 'In nats. The released code takes the logarithm of the size of the vocabulary.',
  }),
}
export type ForkParams = Values<typeof forkParams>

export const attributionParams = {
  attribution: choice({
    label: 'Credit of what is shared',
    options: ['soft', 'hard'],
    default: 'soft',
    paper: 'soft',
    meaning: {
      soft: 'each episode’s own advantage: shared tokens stand in several rows, and what they get adds up',
      hard: 'the mean advantage of all episodes that begin so',
    },
  }),
}

const watchedTokens = 20

/** Entropy of the first tokens of a turn, added up, in the given unit. Source: _calc_entropy, ibid. */
export const turnEntropy = (entropies: readonly number[], unit: number): number =>
  sum(entropies.slice(0, watchedTokens)) / unit

/** What a uniform draw comes to after a rise of entropy; a fork where it is at most the probability of one. */
export const forkScore = (draw: number, rise: number, weight: number): number => clamp(draw - weight * rise, 0, 1)
export const forks = (score: number, { forkProbability }: Pick<ForkParams, 'forkProbability'>): boolean =>
  score <= forkProbability

/** An episode, the turn that it was first drawn in, and the round in which that was. */
interface Episode {
  readonly drawn: SampledRollout
  readonly first: number
  readonly round: number
}
/** A beginning to go on from; what follows is first drawn in this turn. */
interface Wish {
  readonly prefix: readonly number[]
  readonly first: number
}
const fresh: Wish = { prefix: [], first: 0 }

/** Turns of one round are looked at side by side: as if all episodes were played at the same time. */
const turnIn = ({ first, round }: Episode, now: number): number => first + now - round
const isPlaying = (episode: Episode, now: number): boolean => turnIn(episode, now) < (episode.drawn.turns?.length ?? 1)

/** Entropy of one turn of an episode. */
function entropyOf({ drawn }: Episode, turn: number, unit: number): number {
  const { start = 0, end = drawn.entropy.length } = drawn.turns?.[turn] ?? {}
  return turnEntropy(drawn.entropy.slice(start, end), unit)
}

/** Forks of one round. A group in which nobody plays any more gets one fresh episode. */
function wishesOf(group: readonly Episode[], room: number, now: number, params: ForkParams, draw: Draw): Wish[] {
  const playing = group.filter(episode => isPlaying(episode, now))
  if (playing.length === 0) return room > 0 ? [fresh] : []
  const wishes: Wish[] = []
  for (const episode of playing) {
    const turn = turnIn(episode, now)
    const start = episode.drawn.turns?.[turn]?.start ?? 0
    if (turn === episode.first || start === 0) continue
    const rise = entropyOf(episode, turn, params.entropyUnit) - entropyOf(episode, episode.first, params.entropyUnit)
    for (let copy = 1; copy < params.beam && wishes.length < room; copy++) {
      if (forks(forkScore(draw(), rise, params.entropyWeight), params)) {
        wishes.push({ prefix: episode.drawn.tokens.slice(0, start), first: turn })
      }
    }
  }
  return wishes
}

/** Groups of `size` episodes per problem. Source: vllm_rollout_with_tools.py generate_sequences, dongguanting/ARPO (e257337). */
export async function forkedGroups(
  handle: SamplerHandle,
  problems: readonly number[],
  size: number,
  params: ForkParams,
  draw: Draw,
): Promise<readonly (readonly SampledRollout[])[]> {
  const groups: Episode[][] = problems.map(() => [])
  const grow = async (wishes: readonly (readonly Wish[])[], round: number) => {
    const asks = wishes.flatMap((own, g) =>
      own.map((wish, k) => ({ g, wish, problem: problems[g]!, rollout: groups[g]!.length + k, prefix: wish.prefix })),
    )
    if (asks.length === 0) return
    const drawn = await handle.continueFrom(asks.map(({ problem, rollout, prefix }) => ({ problem, rollout, prefix })))
    for (const [k, { g, wish }] of asks.entries()) groups[g]!.push({ drawn: drawn[k]!, first: wish.first, round })
  }
  const start = Math.max(1, Math.min(size, Math.round(params.initialShare * size)))
  await grow(
    problems.map(() => Array.from({ length: start }, () => fresh)),
    0,
  )
  for (let now = 0; groups.some(({ length }) => length < size); now++) {
    const wishes = groups.map(group => wishesOf(group, size - group.length, now, params, draw))
    await grow(wishes, now + 1)
  }
  return groups.map(group => group.map(({ drawn }) => drawn))
}

/** [T] advantages as they are, or at each token the mean over the siblings that begin alike up to and with it. */
export function attributed(batch: With<'advantage'>, { attribution }: Values<typeof attributionParams>): Float32Array {
  if (attribution === 'soft') return spread(batch, batch.advantage)
  const credit = new Float32Array(batch.token.length)
  for (const members of groupMembers(batch)) {
    const means = prefixMeans({ ...batch, reward: batch.advantage }, members)
    for (const [i, own] of means) {
      for (let t = batch.tokenStart[i]!; t < batch.tokenStart[i + 1]!; t++)
        credit[t] = own[t - batch.tokenStart[i]! + 1]!
    }
  }
  return credit
}
