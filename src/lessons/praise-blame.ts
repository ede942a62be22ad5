import { defineLesson } from '../core/lesson.ts'
import { alone, minus, read } from '../core/statistics.ts'

const at300 = { at: 300 } as const
const lost = minus(read('psr', 'passAtK', at300), read('psr', 'passAtK', 'start'), 'min')

export default defineLesson({
  id: 'praise-blame',
  order: 100,
  chapter: 'Diversity',
  title: 'Praise, blame and pass@k',
  goal: 'You can say what learning from right answers alone, or from wrong answers alone, does to pass@1 and to pass@k.',
  minutes: 18,
  needs: ['reinforce-baseline', 'entropy'],
  papers: [{ id: '2506.01347', title: 'The surprising effectiveness of negative reinforcement' }],
  next: 'rover',
  blocks: [
    {
      kind: 'text',
      text: String.raw`pass@k is the chance that at least one of $k$ answers is right; from $n$ samples of which $c$ are right it is estimated by $1-\binom{n-c}{k}/\binom nk$, without bias. pass@1 asks how often you are right, pass@64 whether you can be right at all.

[method:psr] learns from right answers only: it praises what it drew, and what was not drawn sinks along with what was wrong. [method:nsr] learns from wrong answers only: it takes from the wrong, and gives back in proportion to what the policy believed before.`,
    },
    {
      kind: 'predict',
      id: 'levers',
      ask: 'Levers, as a table. Six of sixteen pay. After 300 iterations both are nearly always right. How many more of the paying levers does NSR still use?',
      about: 'table',
      answer: {
        kind: 'quantity',
        of: minus(read('nsr', 'distinctCorrect', at300), read('psr', 'distinctCorrect', at300)),
        unit: 'levers',
        range: [-2, 4],
        within: 0.3,
      },
    },
    {
      kind: 'experiment',
      id: 'table',
      base: {
        change: {
          task: 'bandit',
          level: 'easy',
          policy: 'tabular',
          base: 'strong',
          method: 'psr',
          params: {
            optimiser: 'sgd',
            learningRate: 10,
            maxGradNorm: 0,
            probeEvery: 300,
            probeProblems: 64,
            probeSamples: 64,
          },
        },
      },
      arms: [
        { id: 'psr', label: 'PSR: praise only' },
        { id: 'nsr', label: 'NSR: blame only', change: { method: 'nsr' } },
      ],
      iterations: 300,
      charts: ['entropy', 'reward'],
      claims: [
        {
          id: 'ways',
          says: 'NSR uses {figure} more of the paying levers.',
          by: 'paper',
          of: minus(read('nsr', 'distinctCorrect', at300), read('psr', 'distinctCorrect', at300)),
          band: { low: 0.3, agree: 0.8 },
        },
        {
          id: 'entropy',
          says: 'Its entropy is higher by {figure} nats.',
          by: 'paper',
          of: minus(read('nsr', 'entropy', at300), read('psr', 'entropy', at300)),
          band: { low: 0.1, agree: 0.8 },
        },
        {
          id: 'as-right',
          says: 'In pass@1 they differ by {figure}.',
          by: 'here',
          of: minus(read('nsr', 'passAt1', at300), read('psr', 'passAt1', at300)),
          band: { low: -0.03, high: 0.03 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'table',
      text: 'Equally right ({claim:table.as-right}), but NSR has kept {claim:table.ways} more ways and {claim:table.entropy} nats. In a table that is all: rows do not touch each other, and some paying lever is always left.',
    },
    {
      kind: 'predict',
      id: 'network',
      ask: 'Now a network on the tree, where sixty per cent of the prompts have one blocked way that follows no rule. What happens to pass@64 under PSR, in its worst seed?',
      about: 'tree',
      answer: {
        kind: 'choice',
        of: lost,
        cuts: [-0.08, -0.02],
        options: [
          { text: 'It falls by more than 0.08', ifWrong: 'Not on these seeds: it is a matter of seeds.' },
          {
            text: 'It falls a little',
            ifWrong: 'A seed that takes the same way everywhere loses every problem in which that way is blocked.',
          },
          {
            text: 'It stays, or rises with pass@1',
            tempting: true,
            ifWrong: 'Who is right more often need not be right on more problems.',
          },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'tree',
      base: {
        change: {
          task: 'token-tree',
          level: 'medium',
          policy: 'gpt-2x32',
          base: 'strong',
          method: 'psr',
          params: { probeEvery: 150, probeSamples: 64, probeProblems: 64, learningRate: 0.001 },
        },
      },
      arms: [
        { id: 'psr', label: 'PSR' },
        { id: 'nsr', label: 'NSR', change: { method: 'nsr' } },
      ],
      iterations: 300,
      charts: ['pass', 'entropy'],
      claims: [
        {
          id: 'worst',
          says: 'The worst seed of PSR changes its pass@64 by {figure}.',
          by: 'paper',
          of: lost,
          band: { high: -0.05, agree: 0.2 },
        },
        {
          id: 'nsr-worst',
          says: 'The worst seed of NSR still has a pass@64 of {figure}.',
          by: 'paper',
          of: alone(read('nsr', 'passAtK', at300), 'min'),
          band: { low: 0.93, agree: 1 },
        },
        {
          id: 'leaves',
          says: 'On average NSR keeps {figure} more correct leaves.',
          by: 'here',
          of: minus(read('nsr', 'distinctCorrect', at300), read('psr', 'distinctCorrect', at300), 'mean'),
          band: { low: 0.2 },
          stands: 'fails',
        },
        {
          id: 'more-right',
          says: 'The pass@1 of PSR grows by {figure}.',
          by: 'here',
          of: minus(read('psr', 'passAt1', at300), read('psr', 'passAt1', 'start')),
          band: { low: 0.01 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'tree',
      text: 'Pass@1 rises ({claim:tree.more-right}) while the worst seed changes its pass@64 by {claim:tree.worst}: it takes the same way everywhere, and so loses the very problems in which that way is blocked. NSR does not: {claim:tree.nsr-worst}. Hold on to the order of things: entropy is the early sign, leaves the next, pass@64 the last. It is a matter of seeds; add more.',
    },
    {
      kind: 'exercise',
      id: 'estimate',
      ask: 'Sixteen samples, four of them right. What is the estimate of pass@4?',
      hint: 'One less the chance that four drawn without putting back are all wrong.',
      check: {
        kind: 'number',
        low: 0.72,
        high: 0.735,
        why: String.raw`$1 - \binom{12}{4}/\binom{16}{4} = 1 - 495/1820 = 0.728$.`,
      },
    },
  ],
})
