/** What the closed lists of the domain mean, for readers of the catalogue. */
import { isColumn, specOf } from '../../core/columns.ts'
import type { Confidence } from '../../core/method.ts'

export const confidenceWords: Readonly<Record<Confidence, { readonly short: string; readonly long: string }>> = {
  'code-verified': { short: 'code', long: 'The definition was read in released code.' },
  'paper-verified': { short: 'paper', long: 'The definition was read in the paper; no released code was compared.' },
  'abstract-only': {
    short: 'abstract',
    long: 'Derived from what the paper’s abstract and summaries say; details may differ from the authors’ own.',
  },
}

/** What is no column of the table but can be read by an objective. */
const otherWords: Readonly<Record<string, string>> = {
  reward: 'the rewards',
  group: 'which responses are siblings',
  logits: 'the logits of the whole vocabulary',
}

/** What a column or tensor holds. A name that is known nowhere is shown as it is. */
export const needText = (name: string): string => (isColumn(name) ? specOf(name).words : (otherWords[name] ?? name))
