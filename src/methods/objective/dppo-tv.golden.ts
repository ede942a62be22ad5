/** verl 0.9.1, SkyRL (a956457), prime-rl (559b447), TRL until July 2026 (23eedc6). */
import { dppo } from '../golden/dppo.ts'
import type { GoldenFamily } from '../golden/harness.ts'

const topK = 'the divergence over the K likeliest tokens is not here; this one is of the token against all others'

export default [
  {
    file: 'trainers/dppo-tv',
    notRun: ({ params }) => (params.divergence_type === 'topk_tv' ? topK : undefined),
    run: c => dppo({ id: 'dppo-tv', bounds: (lossLimit, gainLimit) => ({ lossLimit, gainLimit }), name: 'tv' }, c),
  },
] satisfies readonly GoldenFamily[]
