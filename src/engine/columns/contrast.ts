import { advantageOfTokens } from '../../core/exact.ts'
import { purpose, uniform } from '../../core/rng.ts'
import { exactColumn } from './shared/exact.ts'
import { provider } from './shared/provider.ts'

/**
 * A judge of tokens that can be mistaken: a wish for better responses tilts the policy by exp(+ sharpness * advantage),
 * one for worse by the opposite, so that the difference is twice the tilt; some tokens are misread, with the other sign.
 */
export default provider('contrast', async (run, frame, { contrastSharpness: sharpness, contrastNoise: noise }) => {
  const exact = await exactColumn(run, frame, advantageOfTokens)
  return exact?.map((advantage, t) => {
    const misread = uniform(run.seed, purpose.method, frame.iteration, t) < noise
    return 2 * sharpness * (misread ? -advantage : advantage)
  })
})
