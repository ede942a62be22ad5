/** Derived: values between estimate and measurement, the choice of a child, and the chances of proposals. */
import { type GoldenFamily, list, number, record, vector } from '../golden/harness.ts'
import { blended, chosenOf, introspected, measuredShare, uctOf } from './i-mcts.math.ts'

const family: GoldenFamily = {
  file: 'more/i-mcts',
  run: ({ inputs, params }) => {
    const [c, full, penalty] = [number(params.c), number(params.w_full), number(params.penalty)]
    const parent = number(inputs.parent_visits)
    const children = list(inputs.children).map((child, at) => {
      const { estimate, n_real, sum_real, visits } = record(child)
      const known = { estimate: number(estimate), measured: number(n_real), sum: number(sum_real) }
      return { at, known, visits: number(visits) }
    })
    const scoreOf = ({ known, visits }: (typeof children)[number]) => uctOf(blended(known, full), visits, parent, c)
    return {
      w: children.map(({ known }) => measuredShare(known.measured, full)),
      value: children.map(({ known }) => blended(known, full)),
      uct: children.map(scoreOf),
      choice: chosenOf(children, scoreOf)?.at,
      prior:
        introspected(vector(inputs.prior), {
          failed: vector(inputs.failed),
          proposed: vector(inputs.proposed),
          penalty,
        }) ?? null,
    }
  },
}

export default [family] satisfies readonly GoldenFamily[]
