/** Pictures of what steers the sampling: curricula and samplers. */
import { number, type ParamValues } from '../../core/params.ts'
import type { Pool, SampledRollout, SamplerHandle } from '../../core/parts.ts'
import { uniform } from '../../core/rng.ts'
import type { ResolvedMethod } from '../../methods/index.ts'
import { figure } from '../figure.ts'
import { batchFor, midway } from '../work.ts'

const groupSize = number({ label: 'Group size G', default: 8, min: 2, max: 16, integer: true })

/** A group for every number of right answers. */
const everyShare = (method: ResolvedMethod, G: number) =>
  batchFor(method, {
    groups: Array.from({ length: G + 1 }, (_, k) => Array.from({ length: G }, (_, i) => Number(i < k))),
    lengths: 6,
  })
const counts = (G: number): number[] => Array.from({ length: G + 1 }, (_, k) => k)

export const kept = figure({
  slot: 'curriculum',
  title: 'Which groups are kept',
  says: 'Groups with k of G right, all in one batch: 1 is kept, 0 is dropped and drawn again.',
  x: 'right answers k of G',
  y: 'kept',
  discrete: true,
  settings: { groupSize },
  fits: ({ curriculum }) => curriculum?.part.keep !== undefined,
  draw: (_, method, params, { groupSize: G }) => {
    const marks = method.curriculum?.part.keep?.(everyShare(method, G), params, midway()) ?? []
    return { x: counts(G), lines: [{ name: 'kept', values: Array.from(marks) }] }
  },
})

/** What a curriculum remembers after one batch with every share of right answers. */
function remembered(method: ResolvedMethod, params: ParamValues, G: number) {
  const context = midway()
  const part = method.curriculum?.part
  return { ...midway(), iteration: 51, state: part?.observe?.(everyShare(method, G), counts(G), params, context) }
}

export const sizes = figure({
  slot: 'curriculum',
  title: 'How many responses a problem gets',
  says: 'A batch with a problem for every number of right answers, after one iteration in which each was seen G times.',
  x: 'right answers k of G, last time',
  y: 'responses',
  discrete: true,
  settings: { groupSize },
  fits: ({ curriculum }) => curriculum?.part.sizes !== undefined,
  draw: (_, method, params, { groupSize: G }) => {
    const values = method.curriculum?.part.sizes?.(counts(G), G, params, remembered(method, params, G)) ?? []
    return { x: counts(G), lines: [{ name: 'responses', values }] }
  },
})

/** Every problem is of a difficulty of its own. */
const apart = (size: number): Pool => ({
  size,
  sources: counts(size - 1).map(String),
  sourceOf: problem => problem,
  reference: () => [],
})

export const chosen = figure({
  slot: 'curriculum',
  title: 'Which problems are drawn',
  says: 'How often each problem is drawn in 200 batches of four, after one iteration in which each was seen G times.',
  x: 'right answers k of G, last time',
  y: 'draws of 200',
  discrete: true,
  settings: { groupSize },
  fits: ({ curriculum }) => curriculum?.part.choose !== undefined,
  draw: (_, method, params, { groupSize: G }) => {
    const drawn = counts(G).map(() => 0)
    const context = remembered(method, params, G)
    for (let turn = 0; turn < 200; turn++) {
      const { choices } = method.curriculum?.part.choose?.(apart(G + 1), 4, params, context) ?? { choices: [] }
      for (const { problem } of choices) drawn[problem] = (drawn[problem] ?? 0) + 1
    }
    return { x: counts(G), lines: [{ name: 'draws', values: drawn }] }
  },
})

/** A policy that writes six tokens at random, sure of most and unsure of every third. */
const scribbler: SamplerHandle = {
  temperature: 1,
  reference: () => [2, 2, 2, 2, 2, 2],
  continueFrom: async (requests, options = {}) =>
    requests.map(({ problem, rollout, prefix }): SampledRollout => {
      const at = (k: number) => uniform(7, problem, rollout, k)
      const tokens = Array.from({ length: 6 }, (_, k) => prefix[k] ?? Math.floor(3 * at(k)))
      return {
        tokens,
        logp: tokens.map(() => Math.log(1 / 3)),
        entropy: tokens.map((_, k) => (k % 3 === 2 ? 1 : 0.2)),
        reward: Number(at(6) < 0.5),
        ...(options.temperature !== undefined && { tempered: options.temperature }),
      }
    }),
}

/** First tokens that a response shares with the one that is most alike among those before it. */
function shared(all: readonly SampledRollout[], at: number): number {
  const own = all[at]?.tokens ?? []
  const same = ({ tokens }: SampledRollout) => tokens.findIndex((token, k) => token !== own[k])
  const lengths = all.slice(0, at).map(one => (same(one) < 0 ? own.length : same(one)))
  return Math.max(0, ...lengths)
}

export const draws = figure({
  slot: 'sampler',
  title: 'How the responses are drawn',
  says: 'The responses to one problem by a policy that writes six tokens at random: at which temperature, and how many first tokens each shares with one before it.',
  x: 'response',
  y: 'temperature, tokens',
  discrete: true,
  settings: { groupSize },
  fits: ({ sampler }: ResolvedMethod) => sampler !== undefined,
  draw: async (_, { sampler }, params, { groupSize: G }) => {
    const [first = []] = (await sampler?.part.compute(scribbler, [0, 1, 2, 3], G, params, midway())) ?? []
    return {
      x: first.map((_, i) => i + 1),
      lines: [
        { name: 'temperature', values: first.map(({ tempered = 1 }) => tempered) },
        { name: 'tokens shared', values: first.map((_, i) => shared(first, i)) },
      ],
    }
  },
})
