/** Which policy counts as the old one where rollouts were recorded. */
import { type Batch, requireColumns } from './batch.ts'

/**
 * The batch with what drew as its old policy: `oldLogp` becomes `samplerLogp`, and the policy now stays what it was
 * (`logp`, or `oldLogp` where the two were equal). Fails without `samplerLogp`. As verl does in its bypass mode
 * (core_algos.compute_policy_loss_bypass_mode, 0.9.1).
 */
export function againstSampler(where: string, batch: Batch): Batch {
  const { samplerLogp } = requireColumns(batch, where, ['samplerLogp'])
  const logp = batch.logp ?? batch.oldLogp
  return { ...batch, oldLogp: samplerLogp, ...(logp && { logp }) }
}
