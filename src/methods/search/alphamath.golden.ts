/** MARIO-Math-Reasoning/Super_MARIO mcts_math/nodes/mcts_node.py and agents/step_beam.py (c11d2f2). */
import { type Place, placeUnder, rootOf } from '../../core/formulas/mcts.ts'
import { type GoldenFamily, list, meaning, number, text, vector } from '../golden/harness.ts'
import { puctOf, qOf, visit } from './alphamath.math.ts'
import { type Ending, stepBeam } from './step-beam.math.ts'

const endings: Readonly<Record<string, Ending>> = { 0: 'open', 1: 'finished', 2: 'failed' }

const family: GoldenFamily = {
  file: 'preference/alphamath-sbs',
  ignored: { note: 'words on what the numbers of `terminal` mean' },
  run: ({ inputs, params }) => {
    if ('prior' in inputs) {
      const place = { prior: number(inputs.prior), visits: number(inputs.visits), sum: number(inputs.value_sum) }
      return { q: qOf(place), puct: puctOf(place, number(inputs.parent_visits), number(params.c_puct)) }
    }
    if ('sequence' in inputs) {
      const root = rootOf()
      const mid = placeUnder(root, [0], false)
      const named: Readonly<Record<string, Place>> = { root, mid, leaf: placeUnder(mid, [0, 0], false) }
      const first = new Map<string, number>()
      for (const entry of list(inputs.sequence)) {
        const [name, value] = list(entry)
        const place = meaning(text(name), named)
        visit(place, number(value))
        for (const [at, other] of Object.entries(named))
          if (other.visits > 0 && !first.has(at)) first.set(at, number(value))
      }
      return Object.fromEntries(
        Object.entries(named).map(([name, place]) => [
          name,
          { q: qOf(place), N: place.visits, first_value: first.get(name) },
        ]),
      )
    }
    const values = vector(inputs.candidate_values).map(value => (Number.isNaN(value) ? undefined : value))
    const { kept, finished, width } = stepBeam(
      values,
      vector(inputs.terminal).map(ending => meaning(ending, endings)),
      number(params.step_beam_width),
    )
    return { kept, final: finished, remaining_width: width }
  },
}

export default [family] satisfies readonly GoldenFamily[]
