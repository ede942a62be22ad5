import { aggregateParams, bestOf, judgedScores, questionsFor } from '../../core/formulas/judged.ts'
import { defineMethod, selection } from '../../core/method.ts'

/** Golden: huggingface/search-and-learn src/sal/utils/score.py, aggregate_scores (6f81cac); compute-optimal-tts vote_utils.py (0ee2578). */
export default defineMethod({
  id: 'best-of-n',
  title: 'Best of n by a judge',
  paper: { title: 'Training verifiers to solve math word problems', id: '2110.14168', year: 2021 },
  idea: 'Draw n responses and hand out the one that a judge likes best.',
  formula: String.raw`\hat y = \arg\max_i \; s_i, \qquad s_i = \text{agg}_t\, v(y_{i,\le t})`,
  symbols: {
    s_i: { is: 'score', text: 'what the judge says of response i' },
    'v(y_{i,\\le t})': { is: 'judgedValue', text: 'what the judge says of the response up to token t' },
  },
  claim:
    'With an exact judge the choice is right wherever one of the responses is. A judge that errs the same way each time is found out by drawing more: among many responses one is over-rated. Watch chosen right beside any right while the group grows.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'The minimum and the product over prefixes punish long responses; the last score does not see how it came there.',
    'More draws help only until the judge’s errors are the largest thing left: the winner is then the most over-rated response.',
    'Of equal scores the first drawn wins.',
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
        return {
          chosen: bestOf(batch, score),
          judged: questionsFor(batch, stepAggregate),
          explain: { score: { extent: 'rollout', values: score, signed: false } },
        }
      },
    }),
  },
})
