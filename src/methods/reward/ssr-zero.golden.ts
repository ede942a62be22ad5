/** Derived cases: what is read in the judge's words, and the advantages. */
import { estimateOf, type GoldenFamily, settings, texts, vector } from '../golden/harness.ts'
import { readScore } from './ssr-zero.math.ts'

const family: GoldenFamily = {
  file: 'data/ssr-zero',
  run: ({ inputs }) => {
    const said = texts(inputs.judge_outputs)
    const outside = inputs.external === null ? said.map(() => 0) : vector(inputs.external)
    const reward = said.map((words, i) => readScore(words) + outside[i]!)
    const { advantage } = estimateOf('grpo', settings('grpo', 'none', {}), { mask: said.map(() => [1]), reward })
    return { reward, advantages: advantage }
  },
}

export default [family] satisfies readonly GoldenFamily[]
