/** verl 0.9.1, SkyRL (a956457), TRL until July 2026 (23eedc6). */
import { dppo } from '../golden/dppo.ts'
import type { GoldenFamily } from '../golden/harness.ts'

const topK = 'the divergence over the K likeliest tokens is not here; this one is of the token against all others'

export default [
  {
    file: 'trainers/dppo-kl',
    notRun: ({ params }) => (params.divergence_type === 'topk_kl' ? topK : undefined),
    run: c => dppo({ id: 'dppo-kl', bounds: (fallLimit, riseLimit) => ({ fallLimit, riseLimit }), name: 'kl' }, c),
  },
] satisfies readonly GoldenFamily[]
