/** Derived from arXiv 2412.02685: contrastive token rewards and the weighted regulariser. */
import { estimateOf, type GoldenCase, type GoldenFamily, lossOf, number, settings, vector } from '../golden/harness.ts'

function run({ inputs, params }: GoldenCase) {
  const pair = (name: string) => [vector(inputs[`${name}_w`]), vector(inputs[`${name}_l`])]
  const [better, worse] = [pair('better'), pair('worse')]
  const contrast = better.map((row, i) => row.map((b, t) => b - worse[i]![t]!))
  const mask = contrast.map(row => row.map(() => 1))
  const given = { mask, reward: [1, 0], columns: { logp: pair('logp'), refLogp: pair('ref'), contrast } }
  const under = (hintWeight: number) => settings('t-reg', 'none', { dpoBeta: number(params.beta), hintWeight })
  const { credit } = estimateOf('t-reg', under(1), given)
  const lossUnder = (weight: number) => lossOf('t-reg', under(weight), { ...given, advantage: [0, 0] })
  const { loss, explain } = lossUnder(number(params.alpha))
  return {
    token_reward_w: credit[0],
    token_reward_l: credit[1],
    dpo_loss: lossUnder(0).loss,
    sequence_weight: explain.pairWeight![0]![0],
    reg_w: explain.hinted![0]![0],
    reg_l: explain.hinted![1]![0],
    loss,
  }
}

export default [{ file: 'credit/t-reg', run }] satisfies readonly GoldenFamily[]
