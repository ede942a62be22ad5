import { defineMethod } from '../../core/method.ts'
import { staleSampler } from '../../core/trainings.ts'

/** The weights are those of sampler-weights.ts, which every method has; here they are on. */
export default defineMethod({
  id: 'seq-mask-tis',
  title: 'Sequence mask with token weights',
  paper: {
    title: 'When speed kills stability: demystifying RL collapse from the training-inference mismatch',
    year: 2025,
  },
  idea: 'Judge whole responses by the geometric mean of trainer over sampler: those out of bounds are silent, the others weigh each token by its own ratio, uncapped.',
  formula: String.raw`\mathcal L_t = -w_t \min\big(\rho_t \hat A_t, \operatorname{clip}(\rho_t, 1-\varepsilon_{\text{low}}, 1+\varepsilon_{\text{high}}) \hat A_t\big), \quad w_t = \frac{\pi_{\text{old}}(y_t)}{\pi_{\text{sampler}}(y_t)} \mathbb 1\Big[a \le \Big(\prod_{s \le |y|} \frac{\pi_{\text{old}}(y_s)}{\pi_{\text{sampler}}(y_s)}\Big)^{1/|y|} \le b\Big]`,
  symbols: {
    w_t: { is: 'samplerWeight', text: 'weight of token t, without gradient' },
    '\\pi_{\\text{old}}(y_t)': { is: 'oldProbability', text: 'probability of token t at the start of the update' },
    '\\pi_{\\text{sampler}}(y_t)': { is: 'samplerProbability', text: 'probability with which it was drawn' },
    'a \\le': { is: 'samplerFloor', text: 'smallest geometric mean that is kept' },
    '\\le b': { is: 'samplerCap', text: 'largest geometric mean that is kept' },
    '|y|': { is: 'length', text: 'tokens of the response' },
    '\\rho_t': { is: 'ratio', text: 'probability of token t now over its probability at the start of the update' },
    '\\hat A_t': { is: 'credit', text: 'credit of token t' },
    '\\varepsilon_{\\text{low}}': { is: 'clipLow', text: 'how far the ratio may fall' },
    '\\varepsilon_{\\text{high}}': { is: 'clipHigh', text: 'how far the ratio may rise' },
  },
  claim:
    'Liu and colleagues: a response drawn by an engine that drifted is wrong as a whole, so whole responses should go; the geometric mean makes short and long ones comparable. Look at a stale sampler: on the credit map whole responses fall silent, not single tokens. What helps at which bounds is not measured here.',
  panel: 'credit',
  confidence: 'code-verified',
  pitfalls: [
    'What is kept has no cap: one token of a kept response may weigh 10 or more.',
    'The bounds are about means over tokens: 0.999 to 1.002 in the source, for engines that differ by rounding; OpenRLHF ships 0.5 to 5. A stale sampler needs wide ones.',
    'Silent responses stay in the denominator.',
  ],
  versusGrpo: 'Responses whose sampler was too far off are silent; the tokens of the others are weighed.',
  tasks: ['bandit', 'modular-arithmetic'],
  shipped: ['openrlhf', 'nemo-rl'],
  training: staleSampler,
  defaults: {
    samplerCorrection: 'token',
    samplerEffect: 'zero',
    samplerJudge: 'geometric',
    samplerCap: 1.25,
    samplerFloor: 0.8,
  },
  conventions: {
    paper: { samplerCap: 1.002, samplerFloor: 0.999 },
    openrlhf: { samplerCap: 5, samplerFloor: 0.5 },
  },
  slots: { advantage: 'grpo' },
})
