/**
 * The network once more, for tests only: one sequence, plain loops, double precision, written from the definition in
 * core/policy.ts and from nothing else, so that finite differences of it are exact enough to judge gradients.
 */
import { type GptConfig, gptLayout } from '../core/policy.ts'

type Vector = readonly number[]

const dot = (a: Vector, b: Vector): number => a.reduce((total, value, i) => total + value * b[i]!, 0)
const plus = (a: Vector, b: Vector): Vector => a.map((value, i) => value + b[i]!)

/** Logits [S][V] and values [S] at every position of a sequence, and attention [layer][head][S][up to S]. `parameters` is flat, in the layout of `config`. */
export function naiveGpt(config: GptConfig, parameters: ArrayLike<number>, ids: readonly number[]) {
  const { nEmbd: C, nHead } = config
  const layout = new Map(gptLayout(config).map(weight => [weight.name, weight]))
  const at = (name: string, i: number): number => parameters[layout.get(name)!.offset + i]!
  const rowOf = (name: string, row: number, columns: number): Vector =>
    Array.from({ length: columns }, (_, j) => at(name, row * columns + j))
  const linear = (x: Vector, name: string, outputs: number): Vector =>
    Array.from({ length: outputs }, (_, j) =>
      x.reduce((total, value, i) => total + value * at(`${name}.w`, i * outputs + j), at(`${name}.b`, j)),
    )
  const norm = (x: Vector, name: string): Vector => {
    const mean = x.reduce((total, value) => total + value, 0) / x.length
    const variance = x.reduce((total, value) => total + (value - mean) ** 2, 0) / x.length
    return x.map((value, i) => ((value - mean) / Math.sqrt(variance + 1e-5)) * at(`${name}.g`, i) + at(`${name}.b`, i))
  }
  const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
  const attention: number[][][][] = []
  const attend = (inputs: readonly Vector[], name: string): Vector[] => {
    const D = C / nHead
    const seen: number[][][] = Array.from({ length: nHead }, () => [])
    attention.push(seen)
    const qkv = inputs.map(x => linear(x, `${name}.qkv`, 3 * C))
    const head = (s: number, part: number, h: number) => qkv[s]!.slice(part * C + h * D, part * C + (h + 1) * D)
    return inputs.map((_, s) => {
      const mixed = Array.from({ length: nHead }, (_, h) => {
        const scores = inputs.slice(0, s + 1).map((_, r) => Math.exp(dot(head(s, 0, h), head(r, 1, h)) / Math.sqrt(D)))
        const total = scores.reduce((sum, score) => sum + score, 0)
        seen[h]!.push(scores.map(score => score / total))
        return Array.from({ length: D }, (_, d) =>
          scores.reduce((sum, score, r) => sum + (score / total) * head(r, 2, h)[d]!, 0),
        )
      }).flat()
      return linear(mixed, `${name}.proj`, C)
    })
  }
  let x: Vector[] = ids.map((id, s) => plus(rowOf('wte', id, C), rowOf('wpe', s, C)))
  for (let layer = 0; layer < config.nLayer; layer++) {
    const h = `h${layer}`
    const attended = attend(
      x.map(row => norm(row, `${h}.ln1`)),
      `${h}.attn`,
    )
    x = x.map((row, s) => plus(row, attended[s]!))
    x = x.map(row =>
      plus(row, linear(linear(norm(row, `${h}.ln2`), `${h}.mlp.fc`, 4 * C).map(gelu), `${h}.mlp.proj`, C)),
    )
  }
  const final = x.map(row => norm(row, 'lnf'))
  return {
    attention,
    logits: final.map(row => linear(row, 'head', config.vocabSize)),
    value: final.map(row => (config.valueHead ? linear(row, 'value', 1)[0]! : 0)),
  }
}
