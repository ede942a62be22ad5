/** prime-rl trainer/rl/loss.py ipo_loss_fn (559b447). */
import { primeLoss } from '../golden/dppo.ts'
import { fixed, type GoldenFamily, number } from '../golden/harness.ts'

export default [
  {
    file: 'trainers/ipo-trust',
    run: c => {
      fixed('convention', c.params.convention, 'prime-rl')
      return primeLoss('ipo-trust', { moveLimit: number(c.params.ipo_threshold) }, c)
    },
  },
] satisfies readonly GoldenFamily[]
