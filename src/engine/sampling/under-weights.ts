import type { Policy } from '../../policy/policy.ts'

/** Work done while the policy has other weights (all of its parameters); its own and its moments are back afterwards. */
export async function underWeights<T>(policy: Policy, parameters: Float32Array, work: () => Promise<T>): Promise<T> {
  const now = await policy.read()
  policy.write({ ...now, parameters })
  try {
    return await work()
  } finally {
    policy.write(now)
  }
}
