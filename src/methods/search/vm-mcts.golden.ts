/** THUDM/ReST-RL algorithms/MCTS/mcts.py (b86959b): the score of a place, and how one is opened. */
import { rootOf } from '../../core/formulas/mcts.ts'
import { type GoldenFamily, number, record, texts } from '../golden/harness.ts'
import { opened, uctOf } from './vm-mcts.math.ts'

const lines = /[^\n]*\n?/

const family: GoldenFamily = {
  file: 'preference/vm-mcts',
  notRun: ({ inputs }) =>
    'n_prefixes' in inputs ? 'weights of ReST-GRPO, which trains from prefixes; this method searches only' : undefined,
  run: ({ inputs, params }) => {
    if (!('samples' in inputs)) {
      const seen = { value: number(inputs.V), visits: number(inputs.N) }
      return { uct: uctOf(seen, number(inputs.parent_N), { c: number(params.c), epsilon: number(params.eps) }) }
    }
    const samples = texts(inputs.samples)
    const values = new Map(Object.entries(record(inputs.value_model)).map(([line, value]) => [line, number(value)]))
    // A step is a line; the original ends every line with its break, the last one too.
    const firsts = samples.map(sample => {
      const line = lines.exec(sample)?.[0] ?? ''
      return line.endsWith('\n') ? line : `${line}\n`
    })
    const names = [...new Set(firsts)]
    const steps = firsts.map((first, k) => ({ step: [names.indexOf(first)], over: !samples[k]!.includes('\n') }))
    if (samples.length !== number(params.num_sample)) throw new Error('num_sample is the number of samples')
    const found = opened(rootOf(), steps, ([id]) => values.get(names[id!]!)!, number(params.num_decision))
    const told = found.map(({ child, visible }) => [
      names[child.tokens[0]!],
      { V: child.value, N: child.visits, sum: child.sum, visible, terminal: child.over },
    ])
    return { children: Object.fromEntries(told) }
  },
}

export default [family] satisfies readonly GoldenFamily[]
