/** Where a guide hands over to the policy. Source: Cornell-RL/tril src/tril/utils/logit_processors.py RollinProcessor.create_mask (b9a4de9). */
import { type Draw, drawInteger } from '../../core/rng.ts'

/** Tokens of the guide: from 1 to all but the last, uniformly, with chance `share`; else none. Too short a text has no cut. */
export function rollInOf(guide: number, share: number, draw: Draw): number {
  const uses = draw() < share
  return uses && guide >= 2 ? 1 + drawInteger(draw, guide - 1) : 0
}
