/** sunblaze-ucb/Intuitor torch_functional.py (3f0cdd7); backprop07/Self-Certainty voting_from_list.py (b17d021). */
import { logSoftmax, mean } from '../../core/math.ts'
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  cube,
  fixed,
  type GoldenCase,
  type GoldenFamily,
  list,
  matrix,
  number,
  padded,
  settings,
  text,
  texts,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'
import { bordaVote } from './self-certainty.math.ts'

function scores({ inputs, params }: GoldenCase) {
  const [logits, mask] = [cube(inputs.logits), matrix(inputs.mask)]
  for (const row of logits.flat()) fixed('vocab', params.vocab, row.length)
  const names = inputs.uid === null ? mask.map(() => 'one group') : list(inputs.uid).map(text)
  const oldMeanLogp = logits.map(rows => rows.map(row => mean(logSoftmax(row))))
  const batch = batchOf({ mask, group: names.map(name => names.indexOf(name)), columns: { oldMeanLogp } })
  const got = estimate(resolveMethod('self-certainty'), settings('self-certainty', 'verl', {}), batch, context)
  const width = mask[0]!.length
  return {
    token_self_certainty: padded(batch, got.explain.certainty!.values, width),
    sequence_mean: [...got.batch.reward],
    advantages_per_token: padded(batch, got.batch.credit, width),
  }
}

function votes({ inputs, params }: GoldenCase) {
  const { vote, weight } = bordaVote(texts(inputs.answers), vector(inputs.self_certainty), number(params.power))
  return { winner: vote, winning_votes: weight }
}

const family: GoldenFamily = {
  file: 'data/self-certainty',
  notCompared: {
    'sequence_mean_minus_logV (best-of-N file)': 'a constant below the mean, which moves no comparison: ln V',
  },
  onlyWhere: { token_self_certainty: 'mask' },
  run: c => ('logits' in c.inputs ? scores(c) : votes(c)),
}

export default [family] satisfies readonly GoldenFamily[]
