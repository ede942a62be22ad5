/**
 * huggingface/search-and-learn src/sal/utils/score.py (6f81cac), compute-optimal-tts src/reason/reranking/vote_utils.py
 * (0ee2578), backprop07/Self-Certainty (b17d021): whatever is voted for, through the selections that the page runs.
 */

import type { Batch } from '../../core/batch.ts'
import { fail } from '../../core/fail.ts'
import type { StepAggregate } from '../../core/formulas/judged.ts'
import { logSoftmax, mean } from '../../core/math.ts'
import type { ParamValues } from '../../core/params.ts'
import {
  batchOf,
  context,
  cube,
  fixed,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  texts,
  vector,
} from '../golden/harness.ts'
import { handOut } from '../hand-out.ts'
import { resolveMethod } from '../index.ts'

interface Said {
  readonly answers: readonly string[]
  /** [n][steps] */
  readonly steps: readonly (readonly number[])[]
}

const stepped = ({ answers, steps }: Said, column: 'judgedValue' | 'oldMeanLogp'): Batch => {
  const width = Math.max(1, ...steps.map(({ length }) => length))
  const fill = (row: readonly number[]) => Array.from({ length: width }, (_, t) => row[t] ?? 0)
  const mask = steps.map(row => Array.from({ length: width }, (_, t) => (t < row.length ? 1 : 0)))
  return { ...batchOf({ mask, columns: { [column]: steps.map(fill) } }), answer: answers }
}

/** The answer that a method hands out, and the weight of its votes. */
function handed(id: string, batch: Batch, values: ParamValues) {
  const { chosen, explain } = handOut(resolveMethod(id), settings(id, 'none', values), batch, context)
  const row = chosen[0] ?? -1
  return {
    answer: batch.answer?.[row] ?? fail('golden', 'a choice', 'none', 'Read the case.'),
    votes: explain.votes?.values[row],
    score: explain.score?.values[row],
  }
}

const judged = (id: string, said: Said, stepAggregate: StepAggregate) =>
  handed(id, stepped(said, 'judgedValue'), { stepAggregate }).answer

const voted = (said: Said) => handed('majority-vote', stepped(said, 'judgedValue'), {}).answer

const aggregates: Readonly<Record<string, StepAggregate>> = { min: 'min', prod: 'product', last: 'last' }

const votes: GoldenFamily = {
  file: 'preference/vote-aggregate',
  run: ({ inputs, params }) => {
    if (!('answers' in inputs)) {
      const said = { answers: ['x'], steps: [vector(inputs.step_scores)] }
      const stepAggregate = meaning(params.agg_strategy, aggregates)
      return { score: handed('best-of-n', stepped(said, 'judgedValue'), { stepAggregate }).score }
    }
    const answers = texts(inputs.answers)
    if ('scores' in inputs) {
      const said = { answers, steps: vector(inputs.scores).map(score => [score]) }
      return {
        majority: voted(said),
        weighted: judged('weighted-vote', said, 'last'),
        best_of_n: judged('best-of-n', said, 'last'),
      }
    }
    const said = { answers, steps: matrix(inputs.step_scores) }
    const pairs = (['min', 'last', 'mean'] as const).flatMap(how => {
      const name = how === 'mean' ? 'avg' : how
      return [
        [`prm_${name}_max`, judged('best-of-n', said, how)],
        [`prm_${name}_vote`, judged('weighted-vote', said, how)],
      ]
    })
    return { majority_vote: voted(said), ...Object.fromEntries(pairs) }
  },
}

/** A response of one token per position, the mean of whose log-probabilities is given. */
const certain = (values: readonly (readonly number[])[], answers: readonly string[], vocabulary: number): Batch => ({
  ...stepped({ answers, steps: values }, 'oldMeanLogp'),
  vocabulary,
})

const borda: GoldenFamily = {
  file: 'preference/self-certainty-borda',
  run: ({ inputs, params }) => {
    if ('logits' in inputs) {
      const mask = matrix(inputs.attention_mask)
      const logits = cube(inputs.logits)
      const V = number(params.V)
      for (const row of logits.flat()) fixed('V', V, row.length)
      const means = logits.map((rows, i) => rows.filter((_, t) => mask[i]![t] === 1).map(row => mean(logSoftmax(row))))
      const batch = certain(
        means,
        means.map((_, i) => String(i)),
        V,
      )
      const { explain } = handOut(resolveMethod('borda-voting'), settings('borda-voting', 'none', {}), batch, context)
      return { self_certainty: [...explain.certainty!.values] }
    }
    const answers = texts(inputs.answers)
    fixed('N', number(params.N), answers.length)
    // Any vocabulary will do: the confidence is what the mean log-probability comes to.
    const V = 2
    const means = vector(inputs.confidences).map(confidence => [-confidence - Math.log(V)])
    const { answer, votes } = handed('borda-voting', certain(means, answers, V), { bordaPower: number(params.power) })
    return { selected_answer: answer, winning_votes: votes }
  },
}

export default [votes, borda] satisfies readonly GoldenFamily[]
