import { groupMembers } from '../../core/batch.ts'
import { generated } from '../../core/episode.ts'
import { besideTruth } from '../../core/formulas/votes.ts'
import { mean, pick } from '../../core/math.ts'
import { defineMethod, probe, reward } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { confidence, surest } from './crew.math.ts'

export default defineMethod({
  id: 'crew',
  title: 'CRew (confidence as reward)',
  paper: { title: 'Confidence as a reward: transforming LLMs into reward models', id: '2510.13501', year: 2025 },
  idea: 'Pay a response how probable the tokens of its final answer were to the policy that wrote them, and nothing for the way there.',
  formula: String.raw`r_i = \frac{1}{|a_i|} \sum_{t \in a_i} \pi_\mathrm{old}(y_t \mid y_{<t})`,
  symbols: {
    r_i: { is: 'reward', text: 'confidence in the answer of response i, 0 to 1' },
    a_i: { is: 'answerTokens', text: 'the last tokens of the response, which hold the answer' },
    '\\pi_\\mathrm{old}': { is: 'answerProbability', text: 'probability of each of these tokens when it was drawn' },
  },
  claim:
    'As a way to choose among responses confidence is good: watch surestRight beside the share of right responses. As the only reward it feeds on itself: confidence climbs, and takes the solve rate along where the policy is surest of what is right, as on two-attempts. The paper ranks responses with it and makes preference pairs of it.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'An answer that is merely copied from the line before is always probable: then confidence says nothing of whether that line is right.',
    'A mean of probabilities forgives one doubtful digit, a product would not.',
    'The paper uses confidence to choose and, with verified answers, to make pairs for DPO; as the sole reward of a policy it is shown here for what it does.',
  ],
  versusGrpo: 'GRPO with the probability of the own answer in the place of the verifier’s verdict.',
  tasks: ['two-attempts', 'modular-arithmetic'],
  standIn: 'The answer is taken to be the last few tokens; the paper finds it by its box.',
  slots: {
    reward: reward({
      needs: ['oldLogp'],
      params: {
        answerTokens: number({
          label: 'Tokens of the answer',
          default: 2,
          min: 1,
          max: 64,
          integer: true,
          note: 'Counted from the end, which counts as one.',
        }),
      },
      compute: (batch, { answerTokens }) => {
        const answerProbability = new Float32Array(batch.token.length)
        const paid = Float32Array.from({ length: batch.rollouts }, (_, i) => {
          const answer = generated(batch, i).slice(-answerTokens)
          for (const t of answer) answerProbability[t] = Math.exp(batch.oldLogp[t]!)
          return confidence(pick(answerProbability, answer))
        })
        return {
          reward: paid,
          parts: { confidence: paid },
          explain: { answerProbability: { extent: 'token', values: answerProbability, unit: 'share', signed: false } },
        }
      },
    }),
    advantage: 'grpo',
    probe: probe({
      needs: ['correct'],
      compute: batch => ({
        metrics: {
          ...besideTruth(batch),
          surestRight: mean(
            groupMembers(batch).map(members => batch.correct[members[surest(pick(batch.reward, members))]!]!),
          ),
        },
      }),
    }),
  },
})
