import { groupMembers } from '../../core/batch.ts'
import { electedOf, votesFor } from '../../core/formulas/judged.ts'
import { pick } from '../../core/math.ts'
import { defineMethod, selection } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { bordaWeights, selfCertainty } from './borda-voting.math.ts'

/** Golden: backprop07/Self-Certainty src/confidence_list.py and voting_from_list.py (b17d021). */
export default defineMethod({
  id: 'borda-voting',
  title: 'Self-certainty with Borda voting',
  paper: {
    title: 'Scalable best-of-N selection for large language models via self-certainty',
    id: '2502.18581',
    year: 2025,
  },
  idea: 'Rank the responses by how far the policy was from guessing while it wrote them; a response votes for its answer with a weight that falls with its rank.',
  formula: String.raw`c_i = \frac{1}{|y_i|}\sum_t \mathrm{KL}(\text{uniform} \,\|\, \pi_{i,t}), \qquad w_i = (n - \text{rank}_i + 1)^p, \qquad \hat a = \arg\max_a \sum_{i:\,a_i = a} w_i`,
  symbols: {
    c_i: { is: 'certainty', text: 'self-certainty of response i: how far the policy is from guessing' },
    w_i: { is: 'weight', text: 'weight of its vote' },
    '\\sum_{i:\\,a_i = a} w_i': { is: 'votes', text: 'weight of all votes for an answer' },
    p: { is: 'bordaPower', text: '0 counts heads, large values hear the most confident alone' },
  },
  claim:
    'A vote that needs no judge. Between a majority vote at power 0 and the most confident response at large powers; whether confidence helps depends on whether the policy is surer where it is right.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'Self-certainty is ruled by the least likely tokens of the vocabulary, not by the entropy: padding words move it.',
    'What cannot be read has no vote but keeps its rank.',
  ],
  versusGrpo: 'Nothing is trained: the group is drawn to vote, not to compare.',
  tasks: ['fork-tokens', 'token-tree', 'modular-arithmetic'],
  trains: false,
  slots: {
    selection: selection({
      needs: ['oldMeanLogp'],
      params: {
        bordaPower: number({
          label: 'Power p',
          default: 0.5,
          paper: 0.5,
          min: 0,
          max: 100,
          note: 'The paper takes 0.3 for few responses and 1.2 for many.',
        }),
      },
      compute: (batch, { bordaPower }) => {
        const certainty = selfCertainty(batch, batch.vocabulary ?? 1)
        const weightOf = (members: readonly number[]) => bordaWeights(pick(certainty, members), bordaPower)
        const weight = new Float32Array(batch.rollouts)
        for (const members of groupMembers(batch)) {
          for (const [k, own] of weightOf(members).entries()) weight[members[k]!] = own
        }
        return {
          chosen: electedOf(batch, weightOf),
          explain: {
            certainty: { extent: 'rollout', values: certainty, signed: false },
            weight: { extent: 'rollout', values: weight, signed: false },
            votes: { extent: 'rollout', values: votesFor(batch, weightOf), signed: false },
          },
        }
      },
    }),
  },
})
