import { number } from '../../core/params.ts'
import { shapeReward } from '../../methods/estimate.ts'
import { figure } from '../figure.ts'
import { batchFor, midway } from '../work.ts'

export const length = figure({
  slot: 'reward',
  title: 'What a response of this length is paid',
  says: 'The shaped reward of one response that grows, beside seven siblings of 8 tokens, in the second iteration that meets the problem. Each token lies 0.1 nats above the reference.',
  x: 'tokens of the response',
  y: 'reward',
  discrete: true,
  settings: {
    rightSiblings: number({ label: 'Right siblings of 7', default: 7, min: 0, max: 7, integer: true }),
    longest: number({ label: 'Up to', default: 16, min: 4, max: 40, integer: true, note: 'Tokens.' }),
  },
  fits: ({ reward }) => reward !== undefined,
  draw: (_, method, params, { longest, rightSiblings }) => {
    const x = Array.from({ length: longest }, (_, k) => k + 1)
    const siblings = Array.from({ length: 7 }, (_, i) => Number(i < rightSiblings))
    const paid = (own: number) => (tokens: number) => {
      const of = (first: number) =>
        batchFor(method, { groups: [[own, ...siblings]], lengths: [first, ...siblings.map(() => 8)] })
      const { state } = shapeReward(method, params, of(8), midway())
      return shapeReward(method, params, of(tokens), { ...midway(), state }).batch.reward[0]!
    }
    return {
      x,
      lines: [
        { name: 'right answer', values: x.map(paid(1)) },
        { name: 'wrong answer', values: x.map(paid(0)) },
      ],
    }
  },
})
