/** What is exported, and what both trainers' files have in common: the plan of a file and its parts in Python. */
import type { Batch } from '../core/batch.ts'
import { shortestFloat } from '../core/math.ts'
import { conventional, defaultsOf, type ParamSpecs, type ParamValue, type ParamValues } from '../core/params.ts'
import { blankRecipe, specsWith } from '../core/recipe.ts'
import { estimate } from '../methods/estimate.ts'
import { nameOf, type ResolvedMethod } from '../methods/index.ts'
import { advantageRules, literal, pythonOf, unfit } from './advantages.ts'

/** A method with its parameters, as a run has them. */
export interface Wish {
  readonly method: ResolvedMethod
  /** What is set otherwise than the defaults of `wishSpecs`. */
  readonly params: ParamValues
}

export interface Exported {
  /** One runnable Python file. */
  readonly text: string
  /** What the framework lacks, or what could not be carried over, in sentences. */
  readonly left: readonly string[]
  /** Those of them that make a run another method's: the file starts only with --anyway. */
  readonly missing: readonly string[]
}

/** Every parameter that may be given: those of training and the method's own. */
export const wishSpecs = ({ specs }: ResolvedMethod): ParamSpecs => specsWith(blankRecipe.policy, specs)

export const valuesIn = ({ method, params }: Wish): ParamValues => ({ ...defaultsOf(wishSpecs(method)), ...params })

/** A framework's key of a parameter, and its value there; undefined where the framework has no such value. */
export interface Key {
  readonly param: string
  readonly key: string
  readonly value?: (value: ParamValue, all: ParamValues) => ParamValue | boolean | null | undefined
}
export type Setting = readonly [key: string, value: ParamValue | boolean | null]

/** What the tables of a framework make of the parameters, and which of them it therefore knows. */
export function settingsBy(keys: readonly Key[], wish: Wish): { settings: Setting[]; known: Set<string> } {
  const all = valuesIn(wish)
  const found = keys.flatMap(({ param, key, value }) => {
    const given = all[param]
    const there = given === undefined ? undefined : value ? value(given, all) : given
    return there === undefined ? [] : [{ param, setting: [key, there] as const }]
  })
  return { settings: found.map(({ setting }) => setting), known: new Set(found.map(({ param }) => param)) }
}

/** Parameters of the playground alone: its probe, its verifier, its budget. */
const playgroundOnly = /^(probe|verifier|pool$|iterations$|microNormalise$)/

/** Parameters that say nothing while another one is off. */
const silentWhile: readonly (readonly [RegExp, key: string, off: ParamValue])[] = [
  [/^sampler(?!Correction|Every)/, 'samplerCorrection', 'off'],
  [/^entropyMean$/, 'entropyCoefficient', 0],
  [/^kl(Estimator|TimesRatio)$/, 'klCoefficient', 0],
]
const isSilent = (param: string, all: ParamValues): boolean =>
  silentWhile.some(([which, key, off]) => which.test(param) && all[key] === off)

/** Parameters without a key that differ from the framework's own value, or from the default where it is not known. */
export function withoutKey(wish: Wish, framework: 'trl' | 'verl', title: string, known: ReadonlySet<string>): string[] {
  const all = valuesIn(wish)
  return Object.entries(wishSpecs(wish.method)).flatMap(([param, spec]) => {
    if (known.has(param) || playgroundOnly.test(param) || isSilent(param, all)) return []
    const there = conventional(spec, framework)
    if (all[param] === (there ?? spec.default)) return []
    const theirs = there === undefined ? '' : `; there it is ${there}`
    return [`${spec.label} (${param}) is ${all[param]} here and has no key in ${title}${theirs}.`]
  })
}

/** The learning rate of a network of thousands of parameters is no advice for one of billions. */
export const learningRateOf = ({ params }: Wish): number =>
  typeof params.learningRate === 'number' ? params.learningRate : 1e-6

/** The advantage as NumPy, or why there is none. Credit that is not the advantage at every token is none either. */
export function advantageOf(wish: Wish): { python: string } | { missing: string } {
  const { advantage, credit, reward } = wish.method
  const owner = advantage?.owner ?? ''
  const rule = Object.hasOwn(advantageRules, owner) ? advantageRules[owner] : undefined
  if (reward) return { missing: `The reward that ${reward.owner} shapes is not carried over.` }
  if (credit && credit.owner !== 'house')
    return { missing: `The credit per token of ${credit.owner} is not carried over.` }
  if (!rule) return { missing: `The advantage of ${nameOf(wish.method)} is not carried over.` }
  const params = valuesIn(wish)
  const odd = unfit(rule, params)
  return odd ? { missing: `The advantage is not carried over with ${odd}.` } : { python: pythonOf(rule, params) }
}

/** Slots that no file carries; without them it would be another method. */
export const otherSlots = ({ method }: Wish): string[] =>
  [method.curriculum, method.sampler, method.regulariser].flatMap(part =>
    part && part.owner !== 'house' ? [`What ${part.owner} does besides advantage and loss is not carried over.`] : [],
  )

/** The aggregation's name; that of the method whose own it is where it is no named one. */
export const aggregationOf = (wish: Wish): string => {
  const owner = wish.method.aggregation?.owner ?? 'house'
  return owner === 'house' ? String(valuesIn(wish).aggregation) : owner
}

/** Rewards of groups of four: mixed, all alike, graded, rare, below zero. Exact in single precision. */
const groupsOfCases: readonly (readonly (readonly number[])[])[] = [
  [
    [1, 0, 0, 1],
    [0, 0, 0, 0],
    [1, 1, 1, 1],
  ],
  [
    [0.25, 0.5, 1, 0],
    [0, 0, 0, 1],
  ],
  [
    [-1, 1, -0.5, 0.25],
    [2, 0.5, 0.5, 3],
  ],
]

function batchOf(groups: readonly (readonly number[])[]): Batch {
  const reward = Float32Array.from(groups.flat())
  return {
    rollouts: reward.length,
    groups: groups.length,
    group: Int32Array.from(groups.flatMap((members, g) => members.map(() => g))),
    reward,
    tokenStart: Int32Array.from({ length: reward.length + 1 }, (_, i) => i),
    token: new Int32Array(reward.length),
  }
}

/** The method's own numbers, computed now. */
function casesOf(wish: Wish): string {
  const rows = groupsOfCases.map(groups => {
    const batch = batchOf(groups)
    const context = { iteration: 0, iterations: 1, draw: () => 0 }
    const { batch: done } = estimate(wish.method, valuesIn(wish), batch, context)
    const list = (values: Iterable<number>) => `[${Array.from(values, shortestFloat).join(', ')}]`
    return `    (${list(batch.reward)}, ${list(batch.group)}, ${list(done.advantage)}),`
  })
  return ['CASES = [', '    # rewards, groups, advantages', ...rows, ']'].join('\n')
}

const check = `def self_test():
    for rewards, groups, expected in CASES:
        np.testing.assert_allclose(advantages(rewards, groups), expected, rtol=1e-5, atol=1e-5)
    print(f"self-test: {len(CASES)} batches agree")`

/** What a file is made of: prose, settings, the framework's own part. */
export interface Plan {
  readonly title: string
  readonly wish: Wish
  readonly left: readonly string[]
  /** What makes a run another method's: the file starts only with --anyway. */
  readonly missing: readonly string[]
  /** Modules that the framework's own part needs. */
  readonly imports: readonly string[]
  readonly python: string | undefined
  readonly body: string
}

const sentence = (words: string): string => words.replace(/[\\"]/g, '').replace(/\s+/g, ' ')

/** The whole file. */
export function assemble({ title, wish, left, missing, imports, python, body }: Plan): Exported {
  const all = [...new Set([...missing, ...left])]
  const list = (lines: readonly string[]) => lines.map(line => `    ${literal(sentence(line))},`).join('\n')
  const named = (name: string, lines: readonly string[]) =>
    lines.length > 0 ? `${name} = [\n${list(lines)}\n]` : `${name} = []`
  const text = [
    `"""${sentence(nameOf(wish.method))} for ${title}. Written by the Advantage Playground.\n\npython FILE              trains\npython FILE --self-test  checks the advantages below with NumPy only\n"""`,
    `${[...imports, 'sys'].map(name => `import ${name}`).join('\n')}\n\n${python ? 'import numpy as np\n\n' : ''}# What is not carried over.\n${named('LEFT', left)}\n# What makes it another method: training starts only with --anyway.\n${named('MISSING', missing)}`,
    python ?? '',
    python ? `# Computed by the playground when this file was written.\n${casesOf(wish)}` : '',
    python ? check : `def self_test():\n    print("self-test: no advantage of its own to check")`,
    body,
    `if __name__ == "__main__" and "--self-test" in sys.argv:
    self_test()
elif __name__ == "__main__":
    for line in MISSING + LEFT:
        print("left:", line, file=sys.stderr)
    if MISSING and "--anyway" not in sys.argv:
        sys.exit("Not started: this would train another method. --anyway starts it all the same.")
    train()`,
  ]
  return { text: `${text.filter(part => part !== '').join('\n\n\n')}\n`, left: all, missing }
}
