/** verl compute_pf_ppo_reweight_data (b178a3c): the weights; what is drawn with them is random. */
import { estimateOf, type GoldenFamily, meaning, number, settings, vector } from '../golden/harness.ts'

const filters = {
  pow: 'pow',
  max_min: 'max-min',
  max_random: 'max-random',
}

const weights: GoldenFamily = {
  file: 'objective/pf-ppo-weights',
  run: ({ inputs, params }) => {
    const reward = vector(inputs.scores)
    const mask = reward.map(() => [1])
    const values = settings('pf-ppo', 'verl-b178a3c', {
      filter: meaning(params.reweight_method, filters),
      power: number(params.weight_pow),
      drawFloor: number(params.floor),
    })
    const { explain } = estimateOf('pf-ppo', values, { mask, reward, columns: { oldValue: mask } })
    const drawn = [...explain.drawWeight!.values]
    const total = drawn.reduce((sum, w) => sum + w, 0)
    return { weights: drawn, sampling_prob: drawn.map(w => w / total) }
  },
}

export default [weights] satisfies readonly GoldenFamily[]
