/**
 * Some files hold cases of several originals, and a case says by its name alone which one made it: neither its parameters
 * nor its inputs tell. Golden files are never changed, so these names are read, with the tables that stand here.
 */
import { type GoldenCase, meaning } from './harness.ts'

/** OpenRLHF, NeMo-RL and slime share the names of their parameters (kind, low, high). */
export const samplerOriginals = { openrlhf: 'openrlhf', nemo: 'nemo-rl', slime: 'slime' } as const

/** FlowRL’s own loss multiplies by the weight from before its clamp; the recipe’s caps it. */
export const flowrlOriginals = { orig: 'paper', recipe: 'verl-b178a3c' } as const

/** Two functions of HAPO with the same arguments. */
export const hapoOriginals = { compute_len_reward: 'cosine', compute_len_reward_linear: 'linear' } as const

/** What the beginning of a case's name, up to the first `/` or `-`, stands for. Throws on one that is not in the table. */
export const originalOf = <T>({ name }: GoldenCase, table: Readonly<Record<string, T>>): T =>
  meaning(name.split(/[/-]/, 1)[0], table)
