import { defineMethod, sampler } from '../../core/method.ts'
import { number } from '../../core/params.ts'
import { sharedParts } from '../../core/trainings.ts'
import { nudged } from './nurl.math.ts'

/** Source: abstract and figure of arXiv 2509.25666, and notes of readers. Golden numbers are derived from the definition. */
export default defineMethod({
  id: 'nurl',
  title: 'NuRL',
  paper: {
    title: 'Nudging the boundaries of LLM reasoning',
    id: '2509.25666',
    year: 2025,
  },
  idea: 'Where a whole group fails, draw it again behind a hint, all but one response, which stays without, so that a hint that makes everybody right still leaves something to compare with.',
  formula: String.raw`y_i \sim \pi(\cdot \mid x, h), \; i = 2 \ldots G \qquad \text{if all } r_i = 0`,
  symbols: {
    y_i: { is: 'token', text: 'response i; the first is kept as it was' },
    x: { is: 'problem', text: 'the problem' },
    h: { is: 'given', text: 'the hint: given, neither credited nor trained on' },
    r_i: { is: 'reward', text: 'reward of response i' },
  },
  claim:
    'Problems that are never solved lie beyond what sampling alone can teach: the paper raises pass@k at large k where GRPO leaves it as it was. On combination-chain half of the answer makes the long chains as easy as short ones, so that fewer groups are silent from the tenth iteration on; pass@1 is measured without hints. Compare with the ladders of scaf-grpo and ghpo.',
  panel: 'groups',
  confidence: 'abstract-only',
  pitfalls: [
    'A hint that holds the answer raises the training reward most and what is solved without hints least.',
    'Hints come in only after plain training has stopped to improve: before, they take the place of what would be found anyway.',
    'Of the second group the helped responses are trained behind their hint: without it their tokens were never drawn like that.',
  ],
  versusGrpo: 'A group without a success is drawn again behind one hint, all but its first response.',
  tasks: ['combination-chain', 'token-tree', 'modular-arithmetic'],
  standIn:
    'The hint is the beginning of a right answer that the task gives; in the paper the policy itself, told the answer, writes an abstract one.',
  training: sharedParts,
  slots: {
    advantage: 'grpo',
    sampler: sampler({
      params: {
        plainIterations: number({
          label: 'Iterations without hints',
          default: 10,
          min: 0,
          max: 10_000,
          integer: true,
          note: 'In the paper until reward and validation have stood still for ten.',
        }),
        hintShare: number({
          label: 'Share that is given',
          default: 0.5,
          min: 0,
          max: 1,
          note: 'Of the right answer; all but its last token at most. 0 is GRPO.',
        }),
      },
      compute: (handle, problems, groupSize, { plainIterations, hintShare }, { iteration, draw }) =>
        nudged(handle, problems, groupSize, iteration <= plainIterations ? 0 : hintShare, draw),
    }),
  },
})
