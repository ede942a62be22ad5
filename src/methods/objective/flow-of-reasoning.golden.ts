/** FoR BlocksWorld tb_loss (84c8f82). */
import { flag, type GoldenFamily, idle, lossOf, number, settings, vector } from '../golden/harness.ts'

const floor = 0.000001

const balance: GoldenFamily = {
  file: 'objective/for-trajectory-balance',
  run: ({ inputs, params }) => {
    const logp = vector(inputs.log_pf)
    const centred = flag(params.logpartition)
    // A centred residual loses every constant.
    if (centred) idle(inputs.logz)
    const backward = inputs.log_bf === null ? logp.map(() => 0) : vector(inputs.log_bf)
    const logZ = centred ? 0 : number(inputs.logz)
    // log Z and the backward probabilities shift the log-reward.
    const reward = vector(inputs.log_r).map((r, i) => Math.exp(r + backward[i]! - logZ) - floor)
    const values = settings('flow-of-reasoning', 'none', {
      rewardFloor: floor,
      flowConstant: centred ? 'group' : 'zero',
    })
    const columns = { logp: logp.map(x => [x]) }
    const got = lossOf('flow-of-reasoning', values, { mask: logp.map(() => [1]), reward, advantage: reward, columns })
    const gradient = got.gradient.logp!.flat()
    return {
      loss: got.loss,
      grad_log_pf: gradient,
      grad_logz: centred ? 0 : gradient.reduce((total, g) => total + g, 0),
    }
  },
}

export default [balance] satisfies readonly GoldenFamily[]
