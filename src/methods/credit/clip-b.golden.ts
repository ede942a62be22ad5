/** Trinity-RFT algorithm/advantage_fn/clipb_advantage.py (0.6.0). */
import { entropyClip } from '../golden/entropy-clips.ts'
import type { GoldenFamily } from '../golden/harness.ts'

export default [entropyClip({ file: 'trainers/clip-b', id: 'clip-b' })] satisfies readonly GoldenFamily[]
