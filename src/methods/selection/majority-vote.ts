import { electedOf, votesFor } from '../../core/formulas/judged.ts'
import { defineMethod, selection } from '../../core/method.ts'

const one = (members: readonly number[]) => members.map(() => 1)

/** Golden: huggingface/search-and-learn src/sal/utils/score.py (6f81cac); compute-optimal-tts vote_utils.py (0ee2578). */
export default defineMethod({
  id: 'majority-vote',
  title: 'Majority vote (self-consistency)',
  paper: {
    title: 'Self-consistency improves chain of thought reasoning in language models',
    id: '2203.11171',
    year: 2022,
  },
  idea: 'Draw n responses and hand out the answer that most of them give; nobody is asked.',
  formula: String.raw`\hat a = \arg\max_a \; n_a, \qquad n_a = |\{i : a_i = a\}|`,
  symbols: { n_a: { is: 'votes', text: 'how many responses give answer a' } },
  claim:
    'Right in the long run where the right answer is the most likely one, wrong for ever where another is, however rare both are. Compare with correct, the mean over all responses.',
  panel: 'groups',
  confidence: 'code-verified',
  pitfalls: [
    'With two votes it is one draw: the first seen wins a tie.',
    'It needs answers that can be compared; where every response says something of its own, the first one wins.',
  ],
  versusGrpo: 'Nothing is trained: the group is drawn to vote, not to compare.',
  tasks: ['fork-tokens', 'token-tree', 'modular-arithmetic'],
  trains: false,
  slots: {
    selection: selection({
      compute: batch => ({
        chosen: electedOf(batch, one),
        explain: { votes: { extent: 'rollout', values: votesFor(batch, one), signed: false } },
      }),
    }),
  },
})
