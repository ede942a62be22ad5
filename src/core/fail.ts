import { bounded, show } from './show.ts'

/** Characters of each part at most; foreign values in them are shorter already (`show`). */
const longestPart = 400

/** The one shape of an error that a person reads: where it happened, what was expected, what came, what to do. */
export class PlaygroundError extends Error {
  readonly where: string
  readonly expected: string
  readonly got: string
  readonly cure: string

  constructor(...parts: readonly [where: string, expected: string, got: string, cure: string]) {
    const [where = '', expected = '', got = '', cure = ''] = parts.map(part => bounded(part, longestPart))
    super(`${where}: expected ${expected}, got ${got}. ${cure}`)
    this.name = 'PlaygroundError'
    this.where = where
    this.expected = expected
    this.got = got
    this.cure = cure
  }
}

/** Throws the house error. `where` is a path such as `grpo.advantage` or `recipe.learningRate`. */
export function fail(where: string, expected: string, got: string, cure: string): never {
  throw new PlaygroundError(where, expected, got, cure)
}

/** For the last arm of an exhaustive switch: a new member of the union then fails to compile. */
export function unreachable(value: never, where: string): never {
  return fail(where, 'a known case', show(value), 'This is a defect of the playground; please report it.')
}

/** No id of ours is longer: what stands behind these characters of a foreign one cannot bring it nearer. */
const longestId = 80

/** The `count` known ids nearest to `id` by edit distance, nearest first. */
export function nearest(id: string, known: Iterable<string>, count = 3): string[] {
  const asked = id.slice(0, longestId).toLowerCase()
  return [...known]
    .map(candidate => ({ candidate, distance: editDistance(asked, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Looks `id` up, or fails listing the nearest three. `kind` is the word for the thing: "method", "task". */
export function lookUp<T>(kind: string, id: string, known: ReadonlyMap<string, T>): T {
  const found = known.get(id)
  if (found !== undefined) return found
  return fail(kind, `a known ${kind} id`, show(id), `Nearest: ${nearest(id, known.keys()).join(', ')}.`)
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[b.length]!
}
