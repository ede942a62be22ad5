import { defineLesson } from '../core/lesson.ts'
import { minus, read } from '../core/statistics.ts'

const at200 = { at: 200 } as const
const after = (first: string, second: string) => minus(read(first, 'passAt1', at200), read(second, 'passAt1', at200))

export default defineLesson({
  id: 'stale',
  order: 150,
  chapter: 'Data and practice',
  title: 'Stale responses',
  goal: 'You can tell which ratio corrects what, and what truncating it trades.',
  minutes: 15,
  needs: ['ratio-clip'],
  papers: [
    { id: '2506.13585', title: 'CISPO' },
    { id: '2505.24034', title: 'LlamaRL: AIPO' },
  ],
  next: 'single-stream',
  blocks: [
    {
      kind: 'text',
      text: 'Where sampling and training run side by side, responses come from an older policy. Two different ratios are in play: the policy *now* over the policy at the start of the *update* (that of PPO and CISPO), and the policy at the start of the update over the *sampler*. A lag leaves the first at 1: no clip acts, nothing looks wrong. Truncated importance sampling weighs each token by the second, up to a cap.',
    },
    {
      kind: 'live',
      id: 'weights',
      recipe: { preset: 'stale-sampler' },
      show: 'credit',
      signal: 'sampler-gap',
      controls: ['samplerCorrection', 'samplerCap'],
      at: { iteration: 20 },
      caption: 'Tokens by how far the policy has moved since they were drawn.',
    },
    {
      kind: 'predict',
      id: 'cispo',
      ask: 'The sampler is renewed every 100 iterations. CISPO clips an importance weight. How far is it ahead of GRPO without any correction, in pass@1 after 200?',
      about: 'lag',
      answer: {
        kind: 'choice',
        of: after('cispo', 'none'),
        cuts: [-0.001, 0.001],
        options: [
          { text: 'Behind', ifWrong: 'The two runs are equal in every digit.' },
          { text: 'Exactly equal', ifWrong: 'Not on these seeds, which would be a surprise.' },
          {
            text: 'Ahead: it is an importance weight that is clipped',
            tempting: true,
            ifWrong: 'It is the other ratio: with one update per batch it is 1 throughout.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'lag',
      base: {
        preset: 'stale-sampler',
        change: {
          method: 'grpo',
          params: { samplerEvery: 100, probeEvery: 100, probeProblems: 64, samplerCorrection: 'off' },
        },
      },
      arms: [
        { id: 'none', label: 'stale, no correction' },
        { id: 'token', label: 'stale, truncated weights', change: { params: { samplerCorrection: 'token' } } },
        { id: 'cispo', label: 'stale, CISPO', change: { method: 'cispo' } },
        { id: 'fresh', label: 'fresh', change: { params: { samplerEvery: 1 } } },
      ],
      iterations: 200,
      charts: ['pass', 'reward'],
      claims: [
        {
          id: 'corrected',
          says: 'The truncated weights bring back {figure} of pass@1.',
          by: 'paper',
          of: after('token', 'none'),
          band: { low: 0.03, agree: 0.6 },
        },
        {
          id: 'cispo',
          says: 'CISPO changes it by {figure}.',
          by: 'here',
          of: after('cispo', 'none'),
          band: { low: 0, high: 0, agree: 1 },
        },
        {
          id: 'fresh',
          says: 'Fresh samples are {figure} ahead of the corrected ones.',
          by: 'here',
          of: after('fresh', 'token'),
          band: { low: 0.05, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'lag',
      text: 'CISPO changes nothing at all ({claim:lag.cispo}): its ratio is 1 with one update per batch. Weights over the sampler bring back {claim:lag.corrected}; the cap keeps a rare token from shouting. Nothing brings back fresh samples: they are {claim:lag.fresh} ahead. Read the probe here, not the reward of the batch: those responses are the sampler’s.',
    },
    {
      kind: 'exercise',
      id: 'weight',
      ask: 'A token had 0.1 under the sampler and has 0.35 at the start of the update. The cap is 2. Its weight?',
      hint: 'The ratio, at most the cap.',
      check: { kind: 'number', low: 1.99, high: 2.01, why: '3.5, cut to 2.' },
    },
  ],
})
