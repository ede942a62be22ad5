import { rolloutColumns } from '../../core/estimator.ts'
import { mean } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { weighted } from './rluf.math.ts'

/** Source: abstract of arXiv 2505.14946; the weights are assumed. Golden numbers are derived from the weighted sum. */
export default defineMethod({
  id: 'rluf',
  title: 'RLUF',
  paper: { title: 'Reinforcement learning from user feedback', id: '2505.14946', year: 2025 },
  idea: 'Add to what is paid for help and safety how likely a response is to be loved by those who read it.',
  formula: String.raw`r_i = w_\ell\, P_i + w_h\, h_i + w_s\, s_i`,
  symbols: {
    r_i: { is: 'reward', text: 'reward of response i' },
    P_i: { is: 'judgement', text: 'how likely it is to be loved, as a judge guesses' },
    h_i: { is: 'helpful', text: 'whether it helps: the verifier’s reward' },
    s_i: { is: 'safe', text: 'whether it ended by itself' },
    'w_\\ell': { is: 'loveWeight', text: 'weight of love' },
    w_h: { is: 'helpWeight', text: 'weight of help' },
    w_s: { is: 'safeWeight', text: 'weight of safety' },
  },
  claim:
    'Love has a price. On prm-hack the judge loves filler for itself: with a little weight loved rises and pass@1 is lower than without it, with much weight both go further. The paper finds more love in a live test, and farewells without end where the weight was too high.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'The sum hides which aim pays: watch its parts, not the reward.',
    'Weights mean something only for aims of like spread: an aim that is always met has weight in the reward and none in the advantages.',
    'What is loved is known of few responses; elsewhere a model guesses, and is trusted.',
  ],
  versusGrpo: 'The reward is a weighted sum of three aims.',
  tasks: ['prm-hack'],
  standIn:
    'Love is what the task’s own judge guesses, help the verifier’s verdict, and safety that a response ends by itself; in the paper each is a learned reward model.',
  slots: {
    advantage: 'grpo',
    reward: reward({
      needs: ['judgement', 'truncated'],
      params: {
        loveWeight: number({ label: 'Weight of love', default: 0.3, min: 0, max: 10, note: '0 leaves the other two.' }),
        helpWeight: number({ label: 'Weight of help', default: 0.6, min: 0, max: 10 }),
        safeWeight: number({ label: 'Weight of safety', default: 0.1, min: 0, max: 10 }),
      },
      compute: ({ judgement, truncated, reward: helpful }, { loveWeight, helpWeight, safeWeight }) => {
        const weights = [loveWeight, helpWeight, safeWeight]
        const ended = truncated.map(cut => 1 - cut)
        const aims = [judgement, helpful, ended]
        const [love, help, safe] = aims.map((aim, k) => aim.map(value => weights[k]! * value))
        return {
          reward: helpful.map((_, i) =>
            weighted(
              aims.map(aim => aim[i]!),
              weights,
            ),
          ),
          parts: { love: love!, help: help!, safe: safe! },
          explain: rolloutColumns(['helpful', 'safe'], { helpful, safe: ended }),
        }
      },
    }),
    probe: probe({ needs: ['judgement'], compute: ({ judgement }) => ({ metrics: { loved: mean(judgement) } }) }),
  },
})
