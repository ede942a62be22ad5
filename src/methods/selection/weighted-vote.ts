import { aggregateParams, electedOf, judgedScores, questionsFor, votesFor } from '../../core/formulas/judged.ts'
import { pick } from '../../core/math.ts'
import { defineMethod, selection } from '../../core/method.ts'

/** Golden: huggingface/search-and-learn src/sal/utils/score.py (6f81cac); compute-optimal-tts vote_utils.py (0ee2578). */
export default defineMethod({
  id: 'weighted-vote',
  title: 'Weighted majority vote',
  paper: { title: 'Let’s verify step by step', id: '2305.20050', year: 2023 },
  idea: 'Draw n responses; answers that are given several times add up what a judge says of each, and the heaviest answer is handed out.',
  formula: String.raw`\hat a = \arg\max_a \sum_{i:\,a_i = a} s_i, \qquad s_i = \text{agg}_t\, v(y_{i,\le t})`,
  symbols: {
    s_i: { is: 'score', text: 'what the judge says of response i' },
    '\\sum_{i:\\,a_i = a} s_i': { is: 'votes', text: 'weight of all votes for an answer' },
    'v(y_{i,\\le t})': { is: 'judgedValue', text: 'what the judge says of the response up to token t' },
  },
  claim:
    'Errors of the judge average out over responses that agree, which they do not where the best alone is taken. Where every response says something else, there is nothing to average, and it is best of n.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'An answer that is often given and always judged poor can still win: many small weights.',
    'What cannot be read has no vote, whatever the judge says of it.',
  ],
  versusGrpo: 'Nothing is trained: the group is drawn to choose from, not to compare.',
  standIn:
    'The judge is the exact chance of success with an error added, in place of a trained reward model; its error is a parameter.',
  tasks: ['token-tree', 'fork-tokens', 'combination-chain'],
  trains: false,
  slots: {
    selection: selection({
      needs: ['judgedValue'],
      params: aggregateParams,
      compute: (batch, { stepAggregate }) => {
        const score = judgedScores(batch, stepAggregate)
        const weightOf = (members: readonly number[]) => pick(score, members)
        return {
          chosen: electedOf(batch, weightOf),
          judged: questionsFor(batch, stepAggregate),
          explain: {
            score: { extent: 'rollout', values: score, signed: false },
            votes: { extent: 'rollout', values: votesFor(batch, weightOf), signed: false },
          },
        }
      },
    }),
  },
})
