/** Derived from arXiv 2510.13554: look-back and influence from maps, then the three rules. */
import { averageDistance, futureInfluence } from '../../core/formulas/attention-rhythm.ts'
import { estimateOf, type GoldenFamily, matrix, number, settings } from '../golden/harness.ts'

const rhythm: GoldenFamily = {
  file: 'credit/attention-rhythm',
  run: ({ inputs, params }) => {
    const start = number(params.response_start)
    const waad = averageDistance(matrix(inputs.A_loc), start, number(params.W))
    const fai = futureInfluence(matrix(inputs.A_glob), start, number(params.H_lo), number(params.H_hi))
    const own = {
      rhythmShare: number(params.q),
      rhythmRaise: number(params.gamma_amp),
      handBack: number(params.alpha),
      introReach: number(params.k),
      lone: 'raw',
      epsilon: 0,
    }
    const under = (rhythmRule: string) => {
      const given = {
        mask: [waad.map(() => 1)],
        reward: [number(inputs.advantage)],
        columns: { lookDistance: [waad], lookInfluence: [fai] },
      }
      const { credit, explain } = estimateOf(
        'attention-rhythm',
        settings('attention-rhythm', 'none', { ...own, rhythmRule }),
        given,
      )
      return { credit: credit[0], read: (name: string) => [...explain[name]!.values] }
    }
    const { credit, read } = under('coupled')
    return {
      waad,
      fai,
      delta: read('jump'),
      T_loc: read('local'),
      T_glob: read('anchor'),
      dominated: read('dominated'),
      intro: read('intro'),
      gamma_local: under('local').read('factor'),
      gamma_global: under('global').read('factor'),
      gamma_coupled_additive: read('factor'),
      gamma_coupled_overwrite: under('coupled, overwriting').read('factor'),
      shaped_advantage_coupled: credit,
    }
  },
}

export default [rhythm] satisfies readonly GoldenFamily[]
