import { defineLesson } from '../core/lesson.ts'
import { alone, minus, read } from '../core/statistics.ts'

const at10 = { at: 10 } as const
const tempoLead = minus(read('tempo', 'passAt1', at10), read('grpo', 'passAt1', at10), 'mean')

export default defineLesson({
  id: 'token-credit',
  order: 130,
  chapter: 'Credit',
  title: 'Which token was it?',
  goal: 'You can compare ways to share credit among tokens with the exact truth.',
  minutes: 15,
  needs: ['group-advantage', 'critic'],
  papers: [
    { id: '2410.01679', title: 'VinePPO' },
    { id: '2509.18314', title: 'TEMPO' },
  ],
  next: 'process-reward',
  blocks: [
    {
      kind: 'text',
      text: 'Sixteen letters, three of them decide, one response in 64 is right, and nobody says which three. GRPO gives every letter of the lucky response the same praise: true on average, thirteen times diluted. [method:tempo] lays the siblings over one another: where they part, the mean reward of the branches says what the letter was worth, for free. [method:vineppo] asks the policy itself: finish this prefix a few times.',
    },
    {
      kind: 'live',
      id: 'truth',
      recipe: { preset: 'forks-and-trees' },
      show: 'credit',
      signal: 'exactAdvantage',
      controls: [],
      at: { iteration: 1, phase: 'credit' },
      caption:
        'This world can be listed, so the exact advantage of every letter is known. Colour by credit, then by the exact advantage, and open the ranking.',
    },
    {
      kind: 'predict',
      id: 'lead',
      ask: 'How far is TEMPO ahead of GRPO in pass@1 after ten iterations, on average over eight seeds?',
      about: 'race',
      answer: {
        kind: 'choice',
        of: tempoLead,
        cuts: [0.05, 0.2],
        options: [
          {
            text: 'Hardly: the same rewards, the same siblings',
            tempting: true,
            ifWrong: 'Where the siblings part is information, and GRPO throws it away.',
          },
          { text: 'A little', ifWrong: 'Thirteen of sixteen tokens are noise for GRPO.' },
          { text: 'By more than 0.2', ifWrong: 'Single seeds wait for their first success. Try more.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'race',
      base: { preset: 'forks-and-trees', change: { method: 'grpo', params: { probeEvery: 10, ddof: 0 } } },
      arms: [
        { id: 'grpo', label: 'GRPO: the same for all' },
        { id: 'tempo', label: 'TEMPO: where siblings part', change: { method: 'tempo' } },
        {
          id: 'vineppo',
          label: 'VinePPO: asks again',
          change: { method: 'vineppo', params: { whitenCredit: 'tokens' } },
        },
      ],
      seeds: ['1', '2', '3', '4', '5', '6', '7', '8'],
      iterations: 20,
      charts: ['pass', 'reward'],
      claims: [
        {
          id: 'tempo',
          says: 'After ten iterations TEMPO is {figure} ahead of GRPO.',
          by: 'paper',
          of: tempoLead,
          band: { low: 0.2 },
        },
        {
          id: 'vine',
          says: 'VinePPO is {figure} ahead of TEMPO.',
          by: 'paper',
          of: minus(read('vineppo', 'passAt1', at10), read('tempo', 'passAt1', at10), 'mean'),
          band: { low: 0 },
        },
        {
          id: 'there',
          says: 'After twenty, the worst seed of TEMPO has a pass@1 of {figure}.',
          by: 'here',
          of: alone(read('tempo', 'passAt1', { at: 20 }), 'min'),
          band: { low: 0.8, agree: 1 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'race',
      text: 'Learning follows the ranking: TEMPO leads by {claim:race.tempo}, for free; VinePPO by {claim:race.vine} more, and pays with several continuations of every token. Single seeds wait for their first success: read means here, not one run.',
    },
    {
      kind: 'exercise',
      id: 'none-right',
      ask: 'Three forks of four letters, all equally likely: how often is none of sixteen siblings right?',
      hint: 'One response in 64 is right.',
      check: { kind: 'number', low: 0.767, high: 0.787, why: '$(63/64)^{16} = 0.777$.' },
    },
  ],
})
