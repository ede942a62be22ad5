/** Derived cases: what honesty and the key are paid by a judge of given faults. */
import { type GoldenFamily, number } from '../golden/harness.ts'
import { honestPay } from './one-token-to-fool.math.ts'

const family: GoldenFamily = {
  file: 'data/one-token-to-fool',
  run: ({ inputs, params }) => {
    const [honest, fooling] = [honestPay(number(inputs.policy_accuracy), number(params.tr)), number(params.fa)]
    return { honest_reward: honest, hack_reward: fooling, hack_dominates: fooling > honest }
  },
}

export default [family] satisfies readonly GoldenFamily[]
