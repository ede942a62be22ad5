/** Derived: which answers are looked at by level and over all levels, in order, and where each climb ends. */
import { mean } from '../../core/math.ts'
import { type GoldenFamily, matrix, number, vector } from '../golden/harness.ts'
import { climbed } from './hierarchical-search.math.ts'

const family: GoldenFamily = {
  file: 'more/hierarchical-search',
  run: async ({ inputs, params }) => {
    const [options, guess, tables] = [vector(inputs.options), vector(inputs.guess), matrix(inputs.tables)]
    const placeOf = (answer: readonly number[]) =>
      answer.reduce((place, option, at) => place * options[at]! + option, 0)
    const scoreOf = (answer: readonly number[]) => mean(tables.map(table => table[placeOf(answer)]!))
    const by = async (how: 'level by level' | 'any level') => {
      const { answer, score, order } = await climbed({ options, guess, budget: number(params.budget), how }, scoreOf)
      return { order, calls: order.length, answer, score }
    }
    return { hierarchical: await by('level by level'), flat: await by('any level') }
  },
}

export default [family] satisfies readonly GoldenFamily[]
