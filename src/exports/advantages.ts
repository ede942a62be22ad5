/**
 * Advantages as small NumPy functions, by the method whose advantage slot they are. A rule sees the rewards of what could
 * be scored; its parameters stand above it as constants. Each is checked against the method's own numbers in the file.
 */
import type { ParamValue, ParamValues } from '../core/params.ts'

export interface AdvantageRule {
  /** Parameters that become constants: python name by key. */
  readonly constants?: Readonly<Record<string, string>>
  /** Values that the function is written for; under another one it does not stand for the method. */
  readonly only?: ParamValues
  /** Defines `of_group(r)`, or `of_batch(r, groups)` where groups do not stand alone. */
  readonly python: string
}

const standing = { baselineOver: 'all', spreadOver: 'all', stdFloor: 0, zeroSpread: 'epsilon' } as const

/** What a group of one gets, in `of_group`. */
const lonely = `    if len(r) == 1:
        return r if LONE == "raw" else np.zeros(1)`

const centred: AdvantageRule = {
  constants: { lone: 'LONE' },
  python: `def of_group(r):
${lonely}
    return r - r.mean()`,
}

export const advantageRules: Readonly<Record<string, AdvantageRule>> = {
  house: { python: 'def of_group(r):\n    return r' },
  psr: { python: 'def of_group(r):\n    return r' },
  nsr: { python: 'def of_group(r):\n    return r - 1' },
  'dr-grpo': centred,
  grpo: {
    constants: { epsilon: 'EPSILON', ddof: 'DDOF', lone: 'LONE' },
    only: standing,
    python: `def of_group(r):
${lonely}
    if np.all(r == r[0]):
        return np.zeros(len(r))
    return (r - r.mean()) / (r.std(ddof=DDOF) + EPSILON)`,
  },
  'grpo-batch-std': {
    constants: { epsilon: 'EPSILON', ddof: 'DDOF' },
    only: { baselineOver: 'all', spreadOver: 'all' },
    python: `def of_batch(r, groups):
    centre = np.array([r[groups == g].mean() for g in groups])
    if len(r) < 2 or np.all(r == centre):
        return np.zeros(len(r))
    return (r - centre) / (r.std(ddof=DDOF) + EPSILON)`,
  },
  rloo: {
    constants: { lone: 'LONE' },
    only: { whitenBatch: 'off' },
    python: `def of_group(r):
${lonely}
    return r - (r.sum() - r) / (len(r) - 1)`,
  },
  maxrl: {
    constants: { epsilon: 'EPSILON', meanBelow: 'MEAN_BELOW', alone: 'ALONE' },
    python: `def of_group(r):
    if len(r) == 1 and ALONE == "raw":
        return r
    mean = r.mean()
    if (MEAN_BELOW == "silent" and mean <= 0) or np.all(r == mean):
        return np.zeros(len(r))
    return (r - mean) / (mean + EPSILON)`,
  },
  gpg: {
    constants: { divisor: 'DIVISOR', lone: 'LONE' },
    python: `def of_batch(r, groups):
    boost = len(r) / max(1, np.count_nonzero(r))

    def centre(group):
        return 0.0 if len(group) == 1 and LONE == "raw" else group.mean()

    return boost * (r - np.array([centre(r[groups == g]) for g in groups])) / DIVISOR`,
  },
}

/** Why a rule does not stand for these parameters; undefined where it does. */
export const unfit = ({ only = {} }: AdvantageRule, params: ParamValues): string | undefined =>
  Object.entries(only)
    .filter(([key, value]) => params[key] !== value)
    .map(([key]) => `${key}=${params[key]}`)
    .join(', ') || undefined

/** The rule as Python: constants, the rule itself, and `advantages(rewards, groups)` over it. */
export function pythonOf(rule: AdvantageRule, params: ParamValues): string {
  const constants = Object.entries(rule.constants ?? {}).map(([key, name]) => `${name} = ${literal(params[key] ?? 0)}`)
  const loop = `def of_batch(r, groups):
    result = np.zeros(len(r))
    for g in np.unique(groups):
        result[groups == g] = of_group(r[groups == g])
    return result`
  const parts = [rule.python, ...(rule.python.includes('def of_batch') ? [] : [loop]), entrance]
  return [constants.join('\n'), ...parts].filter(part => part !== '').join('\n\n\n')
}

const entrance = `def advantages(rewards, groups):
    """One number per response; groups says which prompt each answers. A reward that is NaN was not given: 0."""
    rewards = np.asarray(rewards, dtype=np.float64)
    groups = np.asarray(groups)
    result = np.zeros(len(rewards))
    scored = ~np.isnan(rewards)
    if scored.any():
        result[scored] = of_batch(rewards[scored], groups[scored])
    return result`

/** A value as Python writes it. JSON's strings are Python's too. */
export const literal = (value: ParamValue | boolean | null): string => {
  if (value === null) return 'None'
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value)
}
