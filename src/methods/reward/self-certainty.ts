import { besideTruth, majorityRight } from '../../core/formulas/votes.ts'
import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { bordaWeights, meanOverTokens, tokenCertainty } from './self-certainty.math.ts'

/** Golden: sunblaze-ucb/Intuitor (3f0cdd7) and backprop07/Self-Certainty (b17d021). */
export default defineMethod({
  id: 'self-certainty',
  title: 'Intuitor (self-certainty)',
  paper: { title: 'Learning to reason without external rewards', id: '2505.19590', year: 2025 },
  idea: 'Pay a response how far the policy was from guessing while it wrote it, and ask no verifier at all.',
  formula: String.raw`r_i = \frac{1}{|y_i|}\sum_t s_t, \qquad s_t = -\mathrm{mean}_v\, \log \pi_\theta(v \mid y_{<t})`,
  symbols: {
    r_i: { is: 'reward', text: 'mean certainty of response i, in nats' },
    s_t: {
      is: 'certainty',
      text: 'certainty at token t: least where the policy only guesses, more the more it rules out',
    },
    '\\log \\pi_\\theta(v': { is: 'oldMeanLogp', text: 'its mean over the vocabulary is kept of every token' },
  },
  claim:
    'The reward climbs whatever happens to the answers. Where sure responses are the right ones, the solve rate follows for a while; then certainty is bought with text that says nothing. Watch paidByTruth: at one half the reward knows nothing of the truth, below it misleads. The paper reports gains near those of verified rewards.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The mean runs over the whole vocabulary: tokens that are hardly ever drawn weigh as much as all others, so certainty can grow in the tail alone, without a change in what is said.',
    'Up to a constant, the logarithm of the vocabulary’s size, this is the divergence from uniform to policy. The code that trains leaves the constant in, the one that picks the best of N takes it out. Within a group it cancels.',
    'A mean over tokens favours responses with many tokens about which there was never a doubt: watch the length.',
    'The paper also trains on other data with a small penalty for leaving the reference; here that is the usual setting of the run.',
  ],
  versusGrpo: 'GRPO with the policy’s own certainty in the place of the verifier’s verdict.',
  tasks: ['two-attempts', 'modular-arithmetic'],
  slots: {
    reward: reward({
      needs: ['oldMeanLogp'],
      compute: batch => {
        const certainty = tokenCertainty(batch)
        const paid = meanOverTokens(batch, certainty)
        return {
          reward: paid,
          parts: { certainty: paid },
          explain: { certainty: { extent: 'token', values: certainty, unit: 'nats', signed: false } },
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({
      needs: ['correct'],
      params: {
        votePower: number({
          label: 'Power of the vote',
          default: 0.5,
          paper: 0.5,
          min: 0,
          max: 10,
          note: 'For the curve votedRight alone: 0 is a plain majority; the larger, the more the surest response decides.',
        }),
      },
      compute: (batch, { votePower }) => ({
        metrics: {
          ...besideTruth(batch),
          votedRight: mean(majorityRight(batch, members => bordaWeights(pick(batch.reward, members), votePower))),
        },
      }),
    }),
  },
})
