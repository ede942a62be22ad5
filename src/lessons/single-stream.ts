import { defineLesson } from '../core/lesson.ts'
import { alone, during, minus, read } from '../core/statistics.ts'

const last = during(91, 100)

export default defineLesson({
  id: 'single-stream',
  order: 160,
  chapter: 'Data and practice',
  title: 'One response per problem',
  goal: 'You can say what memory can do instead of siblings.',
  minutes: 10,
  needs: ['zero-signal'],
  papers: [{ id: '2509.13232', title: 'Single-stream policy optimization' }],
  next: 'conventions',
  blocks: [
    {
      kind: 'text',
      text: 'Groups pay for their baseline with siblings, and most groups fall silent as the policy gets better. [method:spo-single-stream] keeps, for each problem, a running estimate of its success, and compares each response with that. One response per problem, sixty-four problems per update. The estimate is old when a problem comes round again, so it forgets at a rate.',
    },
    { kind: 'formula', of: { method: 'spo-single-stream' } },
    {
      kind: 'predict',
      id: 'signal',
      ask: 'Which share of the responses of GRPO still has an advantage in the last ten of 100 iterations?',
      about: 'race',
      answer: {
        kind: 'quantity',
        of: alone(read('grpo', 'withSignal', last)),
        unit: 'share',
        range: [0, 1],
        within: 0.07,
      },
    },
    {
      kind: 'experiment',
      id: 'race',
      base: { preset: 'grpo-basics', change: { params: { learningRate: 0.001, probeEvery: 100, probeProblems: 32 } } },
      arms: [
        { id: 'grpo', label: 'GRPO, 8 x 8' },
        {
          id: 'spo',
          label: 'single stream, 1 x 64',
          change: { method: 'spo-single-stream', params: { groupSize: 1, problems: 64 } },
        },
      ],
      iterations: 100,
      charts: ['withSignal', 'reward'],
      claims: [
        {
          id: 'grpo',
          says: 'Of GRPO’s responses {figure} have an advantage in the end.',
          by: 'here',
          of: alone(read('grpo', 'withSignal', last)),
          band: { high: 0.35, agree: 1 },
        },
        {
          id: 'spo',
          says: 'Of the single stream’s {figure} have.',
          by: 'paper',
          of: alone(read('spo', 'withSignal', last)),
          band: { low: 0.99, agree: 1 },
        },
        {
          id: 'as-right',
          says: 'In pass@1 they differ by {figure}.',
          by: 'here',
          of: minus(read('spo', 'passAt1', { at: 100 }), read('grpo', 'passAt1', { at: 100 })),
          band: { low: -0.06, high: 0.06 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'race',
      text: 'Every response of the single stream teaches something ({claim:race.spo}); of GRPO’s only {claim:race.grpo}. Yet they end alike: {claim:race.as-right}. How much the difference is worth depends on what a response costs.\n\nBeware of the curve "groups without signal" here: a group of one always agrees with itself.',
    },
    {
      kind: 'exercise',
      id: 'lone',
      ask: 'What is the gradient norm of GRPO with groups of one (and no KL, no entropy bonus)?',
      hint: 'Compare with siblings that are not there.',
      check: { kind: 'number', low: -0.0001, high: 0.0001, why: 'A lone response has no advantage: 0.' },
    },
  ],
})
