/** Trinity-RFT algorithm/advantage_fn/clipv_advantage.py (0.6.0). */
import { entropyClip } from '../golden/entropy-clips.ts'
import { type GoldenFamily, matrix, number } from '../golden/harness.ts'

export default [
  entropyClip({
    file: 'trainers/clip-v',
    id: 'clip-v',
    params: given => ({ mostOut: number(given.max_frac) }),
    columns: ({ inputs }) => ({ expectedS: matrix(inputs.necs) }),
  }),
] satisfies readonly GoldenFamily[]
