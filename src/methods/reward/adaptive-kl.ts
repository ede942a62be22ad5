import { adaptPrice, priceKl, rewardKlParams } from '../../core/formulas/kl.ts'
import { defineMethod, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'

/** Golden: verl AdaptiveKLController.update and apply_kl_penalty (b178a3c). */
export default defineMethod({
  id: 'adaptive-kl',
  title: 'Adaptive KL price',
  paper: { title: 'Fine-tuning language models from human preferences', id: '1909.08593', year: 2019 },
  idea: 'Price the distance from the reference in the reward, and let a controller raise the price while the distance exceeds a target and lower it while it does not.',
  formula: String.raw`r'_i = r_i - \beta \sum_t k_t, \quad \beta \leftarrow \beta\Big(1 + \operatorname{clip}\big(\tfrac{\bar k_i}{k^*} - 1,\, \pm 0.2\big)\, \tfrac{n}{h}\Big)`,
  symbols: {
    "r'_i": { is: 'reward', text: 'reward that the advantage sees' },
    '\\beta': { is: 'price', text: 'price of one nat in this iteration' },
    k_t: { is: 'rewardKl', text: 'KL estimate of the token, where the policy sampled' },
    '\\bar k_i': { is: 'responseKl', text: 'mean KL per token, averaged over responses' },
    'k^*': { is: 'klTarget', text: 'target' },
    h: { is: 'klHorizon', text: 'responses after which the price can have changed by 20 %' },
  },
  claim:
    'One target works where no fixed price does: the KL curve climbs to the target and stays near it while the price finds its level, which it could not with β fixed. Plot KL and price above each other.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The current price judges this batch; its KL changes the price of the next.',
    'The horizon counts responses: 10000 is made for batches of a thousand, and here hardly moves.',
    'A price of 0 can never rise, and with a horizon below a fifth of the batch it can turn negative.',
  ],
  versusGrpo: 'KL priced in the reward under a controller; RLOO’s baseline.',
  tasks: ['token-tree', 'modular-arithmetic'],
  shipped: ['verl'],
  slots: {
    advantage: 'rloo',
    reward: reward({
      needs: ['oldLogp', 'refLogp'],
      params: {
        rewardKl: rewardKlParams.rewardKl,
        klStart: number({
          label: 'First KL price β',
          default: 0.05,
          paper: 0.2,
          verl: 0.001,
          min: 0,
          max: 10,
          scale: 'log',
          note: 'Price of one nat in the first iteration.',
        }),
        klTarget: number({ label: 'Target KL per token', default: 0.1, verl: 0.1, min: 0.0001, max: 10, scale: 'log' }),
        klHorizon: number({
          label: 'Horizon',
          default: 500,
          paper: 10_000,
          verl: 10_000,
          min: 1,
          max: 100_000,
          scale: 'log',
          note: 'Responses.',
        }),
      },
      compute: (batch, { rewardKl, klStart, klTarget, klHorizon }, { state }) => {
        const price = typeof state === 'number' ? state : klStart
        const { kl, ...result } = priceKl(batch, rewardKl, price)
        return { ...result, state: adaptPrice(price, kl, klTarget, batch.rollouts, klHorizon) }
      },
    }),
  },
})
