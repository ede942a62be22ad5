import { defineLesson } from '../core/lesson.ts'
import { alone, divided, during, minus, read } from '../core/statistics.ts'

const at60 = { at: 60 } as const
const lead = minus(read('grpo', 'passAt1', at60), read('ppo', 'passAt1', at60))

export default defineLesson({
  id: 'critic',
  order: 120,
  chapter: 'Credit',
  title: 'Critic or group',
  goal: 'You can say what a learned value adds, what it costs, and why its loss is no measure of it.',
  minutes: 15,
  needs: ['group-advantage'],
  papers: [
    { id: '1707.06347', title: 'PPO' },
    { id: '1506.02438', title: 'GAE' },
  ],
  next: 'token-credit',
  blocks: [
    {
      kind: 'text',
      text: String.raw`PPO does not ask siblings: a second head of the network predicts the reward from every prefix. Credit is surprise: how much better the future looks after a token than before it. With $\lambda = 1$ the whole rest of the response answers for each token, and the prediction is only a baseline; with a smaller $\lambda$ the critic's own opinion counts more.

In this world the prompt names three letters, sixteen are written, three decide.`,
    },
    { kind: 'formula', of: { method: 'ppo' } },
    {
      kind: 'live',
      id: 'values',
      recipe: {
        change: {
          task: 'fork-tokens',
          level: 'prompted',
          policy: 'gpt-2x32',
          base: 'warm',
          method: 'ppo',
          params: { learningRate: 0.001, probeEvery: 0 },
        },
      },
      show: 'credit',
      signal: 'credit',
      controls: ['lambda', 'gamma'],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'At first the critic knows nothing, and credit is noise. Play some forty iterations: it gathers at the three letters that decide.',
    },
    {
      kind: 'predict',
      id: 'ahead',
      ask: 'Which of the two is ahead in pass@1 after 60 iterations? (GRPO minus PPO.)',
      about: 'race',
      answer: {
        kind: 'choice',
        of: lead,
        cuts: [-0.02, 0.02],
        options: [
          {
            text: 'PPO: it knows which token mattered',
            tempting: true,
            ifWrong: 'First it has to learn it, and problems here are short and siblings cheap.',
          },
          { text: 'Neither', ifWrong: 'Not on these seeds.' },
          { text: 'GRPO', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'race',
      base: {
        change: {
          task: 'fork-tokens',
          level: 'prompted',
          policy: 'gpt-2x32',
          base: 'warm',
          method: 'ppo',
          params: { learningRate: 0.001, probeEvery: 30, probeProblems: 32 },
        },
      },
      arms: [
        { id: 'ppo', label: 'PPO' },
        { id: 'grpo', label: 'GRPO', change: { method: 'grpo' } },
      ],
      iterations: 60,
      charts: ['pass', 'valueLoss'],
      claims: [
        {
          id: 'ahead',
          says: 'GRPO is {figure} ahead after 60 iterations.',
          by: 'here',
          of: lead,
          band: { low: 0.02, agree: 0.6 },
        },
        {
          id: 'value-loss',
          says: 'In the last ten iterations the value loss is {figure} times that of the first five.',
          by: 'here',
          of: divided(read('ppo', 'valueLoss', during(51, 60)), read('ppo', 'valueLoss', during(1, 5))),
          band: { low: 0.5 },
        },
        {
          id: 'learns',
          says: 'PPO itself reaches a pass@1 of {figure}.',
          by: 'here',
          of: alone(read('ppo', 'passAt1', at60)),
          band: { low: 0.8, agree: 0.8 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'race',
      text: 'PPO learns ({claim:race.learns}), and the group is ahead by {claim:race.ahead}: a critic must first be learned, while problems are short here and siblings cheap. Its loss is no measure of it: it stands at {claim:race.value-loss} times the start, although the critic knows far more, because rewards that were nearly all 0 become a coin toss on the way, so that there is more to predict.\n\n[lesson:token-credit] shows credit per token that does win, without a critic.',
    },
    {
      kind: 'exercise',
      id: 'surprise',
      ask: 'Before the last token the critic says 0.9; then the reward 1 comes. With γ = λ = 1, what is the credit of the last token before whitening?',
      hint: 'Reward less what was expected.',
      check: { kind: 'number', low: 0.099, high: 0.101, why: '1 less 0.9.' },
    },
  ],
})
