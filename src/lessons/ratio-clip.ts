import { defineLesson } from '../core/lesson.ts'
import { alone, divided, during, minus, read } from '../core/statistics.ts'

const first = during(1, 10)
const at60 = { at: 60 } as const
const wider = minus(read('higher', 'entropy', at60), read('usual', 'entropy', at60))

export default defineLesson({
  id: 'ratio-clip',
  order: 60,
  chapter: 'The update',
  title: 'Ratio and clip',
  goal: 'You can say when a clip acts, on which tokens, and what it protects.',
  minutes: 15,
  needs: ['reinforce-baseline', 'group-advantage'],
  papers: [
    { id: '1707.06347', title: 'PPO' },
    { id: '2503.14476', title: 'DAPO' },
  ],
  next: 'kl',
  blocks: [
    {
      kind: 'text',
      text: String.raw`Sampling is dear, so one would like to use a batch more than once. On the first pass the policy is the one that sampled: every *ratio* is 1, and no clip can act, whatever its width. From the second pass on ratios leave 1. A praised token that has grown beyond $1+\varepsilon$ loses its gradient; so does a punished one below $1-\varepsilon$; a token that was pushed the wrong way keeps it.`,
    },
    { kind: 'formula', of: { method: 'ppo' } },
    {
      kind: 'live',
      id: 'passes',
      recipe: { preset: 'clip-higher' },
      show: 'update',
      controls: ['innerEpochs', 'clipLow', 'clipHigh'],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'Scene "Ratio and clip": step through the passes. Hollow points have lost their gradient; a punished token beyond the upper end has not.',
    },
    {
      kind: 'predict',
      id: 'one-pass',
      ask: 'One pass per batch, clip 0.2. Which share of the tokens is clipped over 40 iterations?',
      about: 'idle',
      answer: {
        kind: 'quantity',
        of: alone(read('one', 'clipHigh', { from: 1, to: 40, take: 'max' }), 'max'),
        unit: 'share',
        range: [0, 0.4],
        within: 0.005,
      },
    },
    {
      kind: 'experiment',
      id: 'idle',
      base: { preset: 'clip-higher', change: { params: { innerEpochs: 1, clipHigh: 0.2, probeEvery: 0 } } },
      arms: [{ id: 'one', label: 'one pass' }],
      iterations: 40,
      charts: ['clip'],
      claims: [
        {
          id: 'none',
          says: 'With one pass a share of {figure} is clipped, in any iteration.',
          by: 'here',
          of: alone(read('one', 'clipHigh', { from: 1, to: 40, take: 'max' }), 'max'),
          band: { low: 0, high: 0, agree: 1 },
        },
      ],
    },
    {
      kind: 'predict',
      id: 'clip-higher',
      ask: 'Eight passes. DAPO raises the upper clip from 0.2 to 0.28, so that rare tokens have room. How much more entropy is left after 60 iterations, in nats?',
      about: 'widths',
      answer: {
        kind: 'choice',
        of: wider,
        cuts: [-0.12, 0.12],
        options: [
          { text: 'Less', ifWrong: 'Hardly: the two curves lie on one another.' },
          { text: 'About the same', ifWrong: 'Not on these seeds; the band is wide.' },
          {
            text: 'Clearly more',
            tempting: true,
            ifWrong: 'That is what the paper reports of large runs. It does not show here.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'widths',
      base: { preset: 'clip-higher', change: { params: { clipLow: 0.2, clipHigh: 0.2, dualClip: 0, probeEvery: 60 } } },
      arms: [
        { id: 'usual', label: 'clip 0.2' },
        { id: 'higher', label: 'upper clip 0.28', change: { params: { clipHigh: 0.28 } } },
        { id: 'none', label: 'no clip', change: { params: { clipLow: 1, clipHigh: 10 } } },
      ],
      iterations: 60,
      charts: ['entropy', 'oldKl'],
      claims: [
        {
          id: 'stride',
          says: 'Without a clip an iteration moves the policy {figure} times as far (KL to the old one).',
          by: 'here',
          of: divided(read('none', 'oldKl', first), read('usual', 'oldKl', first)),
          band: { low: 2.5, agree: 1 },
        },
        {
          id: 'ways',
          says: 'In the end the clip has kept {figure} more of the correct leaves.',
          by: 'here',
          of: minus(read('usual', 'distinctCorrect', at60), read('none', 'distinctCorrect', at60)),
          band: { low: 0.4, agree: 0.8 },
        },
        {
          id: 'no-effect',
          says: 'The higher upper clip changes the entropy by {figure} nats.',
          by: 'here',
          of: wider,
          band: { low: -0.12, high: 0.12 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'widths',
      text: 'With one pass no token is ever clipped: {claim:idle.none}. With eight passes and no clip each iteration moves {claim:widths.stride} times as far, and {claim:widths.ways} fewer ways to succeed are left. The reward does not tell: pass@1 is, if anything, a little higher. The clip is no wall either: momentum and shared weights carry clipped tokens further.\n\nThat a higher upper clip keeps entropy up does not show here: {claim:widths.no-effect}.',
    },
    {
      kind: 'exercise',
      id: 'reach',
      ask: 'A token had a probability of 2 % when it was sampled. Up to which probability does an upper clip of 0.28 push it within one batch?',
      hint: 'The ratio is p now over p when sampled.',
      check: { kind: 'number', low: 0.0255, high: 0.0257, why: '0.02 times 1.28 is 0.0256.' },
    },
    {
      kind: 'exercise',
      id: 'a-tenth',
      ask: 'Find a number of passes at which at least a tenth of the tokens is clipped high in the first ten iterations.',
      hint: 'Fewer than the eight of the preset are enough.',
      check: {
        kind: 'run',
        start: { preset: 'clip-higher', change: { params: { clipHigh: 0.2, probeEvery: 0 } } },
        iterations: 10,
        seeds: ['1', '2', '3'],
        may: ['innerEpochs'],
        claim: {
          id: 'tenth',
          says: 'A share of {figure} is clipped high.',
          by: 'here',
          of: alone(read('yours', 'clipHigh', first)),
          band: { low: 0.1 },
        },
        solution: { innerEpochs: 3 },
      },
    },
  ],
})
