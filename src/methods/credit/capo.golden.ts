/** Derived: W * verdict - w * [step voted wrong], normalised over the tokens of the group. */
import { estimate } from '../estimate.ts'
import {
  batchOf,
  context,
  cube,
  type GoldenFamily,
  matrix,
  meaning,
  number,
  settings,
  text,
  vector,
} from '../golden/harness.ts'
import { resolveMethod } from '../index.ts'

const votes: GoldenFamily = {
  file: 'credit/capo',
  run: ({ inputs, params }) => {
    const lengths = matrix(inputs.step_lengths)
    const width = Math.max(...lengths.map(row => row.reduce((total, length) => total + length, 0)))
    const perToken = (values: readonly number[], i: number) =>
      lengths[i]!.flatMap((length, k) => Array.from({ length }, () => values[k]!))
    const padded = (row: number[]) => Array.from({ length: width }, (_, t) => row[t] ?? 0)
    const shares = cube(inputs.critiques_wrong).map(readings =>
      readings[0]!.map((_, k) => readings.reduce((total, row) => total + row[k]!, 0) / readings.length),
    )
    const mask = lengths.map((row, i) =>
      padded(
        perToken(
          row.map(() => 1),
          i,
        ),
      ),
    )
    const reward = vector(inputs.correct)
    const batch = batchOf({ mask, reward, columns: { critique: shares.map((row, i) => padded(perToken(row, i))) } })
    const values = settings('capo', 'none', {
      wholeWeight: number(params.W_whole),
      fine: number(params.W_process),
      vote: text(params.vote),
      payEpsilon: number(params.eps),
      payDdof: meaning(params.std, { 'population over tokens': 0, 'sample over tokens': 1 }),
    })
    const got = estimate(resolveMethod('capo'), values, { ...batch, correct: Float32Array.from(reward) }, context)
    const rows = (column: Float32Array) =>
      lengths.map((_, i) => [...column.subarray(batch.tokenStart[i], batch.tokenStart[i + 1])])
    const firsts = lengths.map(row => row.map((_, k) => row.slice(0, k).reduce((total, length) => total + length, 0)))
    const voted = rows(got.explain.votedWrong!.values)
    return {
      wrong_step: firsts.map((places, i) => places.map(t => voted[i]![t]!)),
      token_reward: rows(got.explain.tokenPay!.values),
      advantage: rows(got.batch.credit),
    }
  },
}

export default [votes] satisfies readonly GoldenFamily[]
