/** Cornell-RL/tril RollinProcessor.create_mask (b9a4de9). Where the cut fell, the case says; whether it may fall there, ours. */
import { type GoldenFamily, number, settings, vector } from '../golden/harness.ts'
import { rollInOf } from './rlgf.math.ts'

const family: GoldenFamily = {
  file: 'data/rlgf',
  ignored: { numpy_default_rng_seed: 'their generator is not ours: the draws are read from the outcome' },
  run: ({ inputs, params, outputs }) => {
    const { rollInShare } = settings('rlgf', 'none', { rollInShare: number(params.beta) })
    const drawn = vector(outputs.rollin_length)
    const lengths = vector(inputs.guide_lengths).map((guide, i) => {
      const draws = [drawn[i]! > 0 ? 0 : 1 - 1e-9, (drawn[i]! - 0.5) / (guide - 1)]
      return rollInOf(guide, Number(rollInShare), () => draws.shift()!)
    })
    const places = [...Array(number(params.T)).keys()]
    return { rollin_length: lengths, rollin_mask: lengths.map(length => places.map(t => (t < length ? 1 : 0))) }
  },
}

export default [family] satisfies readonly GoldenFamily[]
