/**
 * What people reported of trainers and viewers in public, each turned into a small input, with the value that the
 * maintainers' words, a merged fix or the mathematics call right. Not here, because they need formats or worlds that do
 * not exist yet: reading other trainers' dumps (verl 6101), byte-level tokens (tokenizers 1470), steps grouped by state.
 */
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { main } from './main.ts'

interface Case {
  /** Where it was reported. */
  readonly source: string
  /** Command, method, file and options. */
  readonly line: string
  readonly code?: number
  /** Parts of the JSON answer, numbers to three digits. */
  readonly gives?: object
  /** Words on stderr; a line may not be there at all when this is empty. */
  readonly says?: RegExp
}

const cases: readonly Case[] = [
  {
    source: 'NeMo-RL 3469, TRL 6365: groups that agree on what is correct are dropped, whatever their rewards',
    line: 'estimate --method dapo --in dapo-filter-groups.jsonl',
    gives: { advantage: [1.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, -1.5, 0, 0, 0, 0, 0, 0, 0, 0] },
    says: /dapo drops 2 of 4 groups, as it does live: "all-right", "all-right-lengths"/,
  },
  {
    source: 'TRL 7068, rlhf-book 384: a dead group dilutes the mean',
    line: 'objective --method dapo --in zero-variance-dilution.jsonl',
    gives: { gradLogp: [[-0.195, -0.195], [0.16, 0.16], new Array(6).fill(0), new Array(6).fill(0)] },
    says: /drops 1 of 2 groups.*: dead\./,
  },
  {
    source: 'the same, when nothing is dropped',
    line: 'objective --method dapo --keep off --in zero-variance-dilution.jsonl',
    says: /^dapo does not read [^\n]*$/,
    gives: { gradLogp: [[-0.049, -0.049], [0.04, 0.04], new Array(6).fill(0), new Array(6).fill(0)] },
  },
  {
    source: 'verl 3741: the divisor follows the batch, and says so',
    line: 'objective --method dr-grpo --in drgrpo-normaliser.jsonl',
    says: /divided by 4, the longest response of this file/,
  },
  {
    source: 'verl 3741: with a length of one’s own, verl counts a doubled batch twice',
    line: 'objective --method dr-grpo --convention verl --param normLength=100 --in drgrpo-normaliser.jsonl',
    says: /^$/,
  },
  {
    source: 'TRL 6166: a sampler that told nothing of a token stops nobody who does not ask',
    line: 'estimate --method grpo --in sampler-logp-null.jsonl',
    gives: { advantage: [1, -1].map(sign => Number((sign * Math.SQRT1_2).toFixed(3))) },
    says: /samplerLogp: null at 1 token;/,
  },
  {
    source: 'TRL 6693: NaN and Infinity as Python writes them',
    line: 'estimate --method grpo --in python-nan.jsonl',
    code: 1,
    says: /line 1: .*JSON has no NaN: write null.*\n.*line 2: .*JSON has no Infinity: write a finite number/,
  },
  {
    source: 'verl 6101: another trainer’s dump is one complaint per kind',
    line: 'estimate --method grpo --in verl-dump.jsonl',
    code: 1,
    says: /^.*line 1\.group: .*3 more like this.*\n.*line 1\.reward: .*3 more like this.*$/,
  },
  {
    source: 'verl 7278: the return passes what a tool writes',
    line: 'estimate --method reinforce-plus-plus --in rfpp-hole.jsonl',
    gives: { credit: [1, -1].map(sign => [1, 1, 0, 0, 1, 1].map(own => sign * own * 0.935 + 0)) },
  },
  {
    source: 'verl 7278: as when the tool’s words are left out',
    line: 'estimate --method reinforce-plus-plus --in rfpp-hole-compact.jsonl',
    gives: { credit: [1, -1].map(sign => new Array(4).fill(sign * 0.935)) },
  },
  {
    source: 'verl 6376: the discount counts generated tokens',
    line: 'estimate --method reinforce-plus-plus --param gamma=0.5 --in rfpp-hole-gamma.jsonl',
    gives: { explain: { return: { values: [[0.5, 0, 1], new Array(3).fill(0)] } } },
  },
  {
    source: 'verl 7278: cut there, as verl pinned it',
    line: 'estimate --method reinforce-plus-plus --convention verl --in rfpp-hole-gamma.jsonl',
    gives: { explain: { return: { values: [[0, 1, 1], new Array(3).fill(0)] } } },
  },
  {
    source: 'SkyRL 201: turns are paid at their last generated tokens',
    line: 'estimate --method reinforce-plus-plus --in turn-rewards.jsonl',
    gives: {
      explain: {
        return: {
          values: [
            [1.3, 0, 1.1, 0, 1],
            [0.4, 0, -0.1, 0, 0],
          ],
        },
      },
    },
  },
  {
    source: 'TRL 5773: with a response that nothing could score',
    line: 'estimate --method ppo --in none-reward-value.jsonl',
    gives: { credit: [[0.899, 0.947], [0], expect.any(Array), [0.947], [0.947], expect.any(Array)] },
  },
  {
    source: 'TRL 5773: and without it',
    line: 'estimate --method ppo --in none-reward-value-removed.jsonl',
    gives: { credit: [[0.899, 0.947], expect.any(Array), [0.947], [0.947], expect.any(Array)] },
  },
  {
    source: 'verl 3245: weights of tokens on one ratio per response are joined by their geometric mean',
    line: 'objective --method gmpo --param samplerCorrection=token --convention verl --in gmpo-sampler-weights.jsonl',
    gives: { gradLogp: [new Array(2).fill(-0.25), new Array(2).fill(0.177)] },
  },
  {
    source: 'miles 570: equal rewards have no deviation, even without epsilon',
    line: 'estimate --method grpo --param epsilon=0 --in identical-0.35.jsonl',
    gives: { advantage: new Array(11).fill(0) },
  },
  {
    source: 'TRL 3015: an estimator that overflows says where, from what and the cure',
    line: 'objective --method grpo --convention trl --param klCoefficient=0.04 --in k3-overflow.jsonl',
    code: 1,
    says: /rollout 1, token 1: .*refLogp - logp is 119.*k3-clipped/,
  },
]

const rounded = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Number(value.toFixed(3)) + 0 : value

describe('reported in public', () => {
  test.each(cases)('$source', async ({ line, code = 0, gives, says }) => {
    const [out, err]: [string[], string[]] = [[], []]
    const words = line
      .split(' ')
      .map(word => (word.endsWith('.jsonl') ? resolve(import.meta.dirname, 'cases', word) : word))
    const ended = await main([...words, '--json'], { out: text => out.push(text), err: text => err.push(text) })
    expect(err.join('\n')).toMatch(says ?? /.*/)
    expect(ended).toBe(code)
    if (gives) expect(JSON.parse(out.join(''), rounded)).toMatchObject(gives)
  })
})
