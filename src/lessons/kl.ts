import { defineLesson } from '../core/lesson.ts'
import { divided, during, minus, read } from '../core/statistics.ts'

const late = during(41, 60)
const at60 = { at: 60 } as const
const kept = (arm: string) => divided(read(arm, 'kl', late), read('none', 'kl', late))
const price = (klEstimator: string) => ({ params: { klCoefficient: 0.3, klEstimator } })

export default defineLesson({
  id: 'kl',
  order: 70,
  chapter: 'The update',
  title: 'Staying near the reference',
  goal: 'You can tell an estimator’s value from its gradient, and choose where the KL goes.',
  minutes: 15,
  needs: ['ratio-clip'],
  papers: [{ id: '2510.01555', title: 'On estimators of the KL as rewards and as losses' }],
  next: 'length-bias',
  blocks: [
    {
      kind: 'text',
      text: String.raw`A price on the distance to the reference keeps the policy from forgetting. The distance is estimated from sampled tokens, with $x = \log\pi_\text{ref} - \log\pi$: $k_1 = -x$, $k_2 = x^2/2$, $k_3 = e^x - x - 1$. As *numbers*, $k_1$ and $k_3$ agree on average. But in a loss it is the *gradient* that acts. On fresh samples $k_1$'s gradient is that of $\log\pi$, whose mean is zero: a term that costs nothing and only shakes. $k_2$'s gradient is that of $\mathrm{KL}(\pi\,\|\,\text{ref})$, $k_3$'s that of $\mathrm{KL}(\text{ref}\,\|\,\pi)$, which lets no token die that the reference has. Put into the *reward*, $k_1$ works, because there it is multiplied by the gradient of $\log\pi$.`,
    },
    {
      kind: 'predict',
      id: 'k1',
      ask: 'A coefficient of 0.3 on k1, in the loss. What is the KL in the end, compared with no price at all?',
      about: 'prices',
      answer: {
        kind: 'choice',
        of: kept('k1'),
        cuts: [0.5, 0.75],
        options: [
          {
            text: 'Less than half: it is punished directly',
            tempting: true,
            ifWrong: 'Its value is punished. Its gradient has mean zero.',
          },
          { text: 'Half to three quarters', ifWrong: 'That is what the other estimators reach.' },
          { text: 'More than three quarters', ifWrong: 'Not on these seeds.' },
        ],
      },
    },
    {
      kind: 'experiment',
      id: 'prices',
      base: {
        change: {
          task: 'token-tree',
          level: 'easy',
          policy: 'tabular',
          base: 'warm',
          method: 'rloo',
          params: { probeEvery: 60, probeProblems: 32, learningRate: 0.2, klCoefficient: 0 },
        },
      },
      arms: [
        { id: 'none', label: 'no price' },
        { id: 'k1', label: 'k1 in the loss', change: price('k1') },
        { id: 'k2', label: 'k2 in the loss', change: price('k2') },
        { id: 'k3', label: 'k3 in the loss', change: price('k3') },
        {
          id: 'reward',
          label: 'k1 in the reward',
          change: { method: 'kl-in-reward', params: { rewardKlWeight: 0.3 } },
        },
      ],
      iterations: 60,
      charts: ['kl', 'entropy'],
      claims: [
        {
          id: 'k1',
          says: 'With k1 in the loss the KL is {figure} of that without a price.',
          by: 'paper',
          of: kept('k1'),
          band: { low: 0.75, agree: 0.8 },
        },
        { id: 'k2', says: 'With k2 it is {figure}.', by: 'paper', of: kept('k2'), band: { high: 0.8, agree: 0.8 } },
        { id: 'k3', says: 'With k3 it is {figure}.', by: 'paper', of: kept('k3'), band: { high: 0.7, agree: 0.8 } },
        {
          id: 'reward',
          says: 'With k1 in the reward it is {figure}.',
          by: 'paper',
          of: kept('reward'),
          band: { high: 0.75, agree: 0.8 },
        },
        {
          id: 'ways',
          says: 'k2 keeps {figure} more correct leaves than k1.',
          by: 'here',
          of: minus(read('k2', 'distinctCorrect', at60), read('k1', 'distinctCorrect', at60)),
          band: { low: 0.3, agree: 0.8 },
        },
        {
          id: 'cost',
          says: 'And k1 costs {figure} of pass@1: noise is not free.',
          by: 'here',
          of: minus(read('none', 'passAt1', at60), read('k1', 'passAt1', at60)),
          band: { low: 0.03, agree: 0.8 },
        },
        {
          id: 'first-visit',
          says: 'In the first round through the problems k2 changes the KL by {figure}.',
          by: 'here',
          of: minus(read('k2', 'kl', { at: 8 }), read('none', 'kl', { at: 8 }), 'max'),
          band: { low: 0, high: 0, agree: 1 },
        },
      ],
    },
    {
      kind: 'explain',
      after: 'prices',
      text: `Three trainers that "use KL 0.3" may do nothing, something, or something else. $k_1$ in the loss leaves {claim:prices.k1} of the distance, and protects no leaf that $k_2$ protects; $k_2$ leaves {claim:prices.k2}, $k_3$ {claim:prices.k3}, $k_1$ in the reward {claim:prices.reward}.

Look at the beginning: while each problem is met for the first time, policy and reference agree on it, and $k_2$ has no gradient at all. So the two runs are equal to the last digit then: {claim:prices.first-visit}.

RLOO was taken on purpose. Under GRPO the division by the spread rescales the reward against the price, and the coefficient means something else in every group.`,
    },
    {
      kind: 'live',
      id: 'where',
      recipe: {
        change: {
          task: 'token-tree',
          level: 'easy',
          policy: 'tabular',
          base: 'warm',
          method: 'rloo',
          params: { learningRate: 0.2, klCoefficient: 0.3, klEstimator: 'k3' },
        },
      },
      show: 'credit',
      signal: 'kl-k3',
      controls: ['klCoefficient', 'klEstimator'],
      at: { iteration: 20 },
      caption: 'Where the policy has left its reference: tokens coloured by k3. Step on and change the estimator.',
    },
    {
      kind: 'exercise',
      id: 'value',
      ask: 'The reference gives a sampled token 0.1, the policy 0.4. What is k3?',
      hint: 'x is the logarithm of 0.25.',
      check: { kind: 'number', low: 0.63, high: 0.64, why: '0.25 + 1.386 - 1 = 0.636.' },
    },
  ],
})
