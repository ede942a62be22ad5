/** The playground's own two ways of computing a policy, on the backend that is open. */
import { createPolicy, type Path } from '../../policy/index.ts'
import { initialState } from '../../policy/initialise.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Backend } from '../../tensor/tf.ts'
import { repeat, type Timing, timed } from './clock.ts'
import { responseLength, type Size } from './sizes.ts'
import { rollout, settings, trainRequest } from './work.ts'

/** A policy with its starting weights. Fails when the path that was asked for does not run: another's time would lie. */
export async function openPolicy(
  { config, promptLength, ...size }: Size,
  backend: Backend,
  path: Path,
): Promise<Policy> {
  const { nLayer, nHead, nEmbd, vocabSize } = config
  const created = await createPolicy({
    spec: { kind: 'gpt', nLayer, nHead, nEmbd },
    vocabSize,
    maxPrompt: promptLength,
    maxResponse: responseLength({ config, promptLength, ...size }),
    valueHead: false,
    backend,
    path,
  })
  if (created.path !== path) throw new Error(created.notice)
  created.policy.write(initialState(created.policy, 1))
  return created.policy
}

/** Whole iterations; their parts are timed inside them. */
export const timePolicy = (policy: Policy, size: Size): Promise<Timing[]> =>
  repeat(async run => {
    const whole = await timed(async () => {
      const sampled = await timed(() => rollout(policy, size, run))
      const request = trainRequest(size, sampled.value)
      return { rollout: sampled.ms, train: (await timed(() => policy.update(request, settings))).ms }
    })
    return { ...whole.value, iteration: whole.ms }
  })
