/**
 * With which weights a trainer added its reward functions, where the log has their columns and the advantages only:
 * within a group, centred advantages are a multiple of the centred reward, whatever the trainer divides by.
 */

export interface WeighedGroup {
  /** [n] of the rollouts that something could score. */
  readonly advantage: readonly number[]
  /** [functions][n] 0 where a function gave none. */
  readonly parts: readonly (readonly number[])[]
}

type Matrix = readonly (readonly number[])[]

/** Share of the parts' spread that a fit may leave unexplained: advantages are of single precision. */
const tolerance = 1e-9

/**
 * One weight per function, the largest 1: what estimators divide or multiply by hides the scale. All 1 where that explains
 * the advantages. Undefined where no weights do, or where there are too few rollouts to tell.
 */
export function weightsOf(groups: readonly WeighedGroup[], functions: number): readonly number[] | undefined {
  const useful = groups.filter(({ advantage }) => squared(centred(advantage)) > 1e-12)
  const tellers = useful.reduce((sum, { advantage }) => sum + Math.max(0, advantage.length - 2), 0)
  if (functions === 0 || tellers < functions + 1) return undefined
  const [left, all] = momentsOf(useful, functions)
  const unexplained = (weights: readonly number[]) =>
    quadratic(left, weights) / Math.max(quadratic(all, weights), 1e-300)
  const ones = new Array<number>(functions).fill(1)
  if (unexplained(ones) < tolerance) return ones
  const found = rounded(leastDirection(left, all))
  return found && unexplained(found) < tolerance ? found : undefined
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const centred = (values: readonly number[]): number[] => {
  const middle = mean(values)
  return values.map(value => value - middle)
}
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0)
const squared = (a: readonly number[]): number => dot(a, a)
const times = (matrix: Matrix, x: readonly number[]): number[] => matrix.map(row => dot(row, x))
const quadratic = (matrix: Matrix, x: readonly number[]): number => dot(x, times(matrix, x))

/** Second moments of the functions within groups: of what the advantages leave unexplained, and of all. */
function momentsOf(groups: readonly WeighedGroup[], functions: number): readonly [Matrix, Matrix] {
  const empty = () => Array.from({ length: functions }, () => new Array<number>(functions).fill(0))
  const [left, all] = [empty(), empty()]
  for (const { advantage, parts } of groups) {
    const a = centred(advantage)
    const own = parts.map(centred)
    const rest = own.map(part => {
      const share = dot(part, a) / squared(a)
      return part.map((value, i) => value - share * a[i]!)
    })
    for (let j = 0; j < functions; j++)
      for (let k = 0; k < functions; k++) {
        left[j]![k]! += dot(rest[j]!, rest[k]!)
        all[j]![k]! += dot(own[j]!, own[k]!)
      }
  }
  return [left, all]
}

/** The x that makes x'Lx / x'Ax least, by inverse iteration. */
function leastDirection(left: Matrix, all: Matrix): readonly number[] {
  const trace = all.reduce((sum, row, k) => sum + row[k]!, 0)
  const shifted = left.map((row, j) =>
    row.map((value, k) => value + 1e-10 * all[j]![k]! + (j === k ? 1e-14 * trace : 0)),
  )
  let x: readonly number[] = all.map(() => 1)
  for (let round = 0; round < 30; round++) {
    const next = solve(shifted, times(all, x))
    const size = Math.max(...next.map(Math.abs))
    if (!(size > 0) || !Number.isFinite(size)) return x
    x = next.map(value => value / size)
  }
  return x
}

/** Gaussian elimination with pivots. */
function solve(matrix: Matrix, right: readonly number[]): number[] {
  const rows = matrix.map((row, k) => [...row, right[k]!])
  for (let column = 0; column < rows.length; column++) {
    const pivot = rows
      .slice(column)
      .reduce((best, row, k) => (Math.abs(row[column]!) > Math.abs(rows[best]![column]!) ? k + column : best), column)
    ;[rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!]
    for (const [k, row] of rows.entries()) {
      if (k === column) continue
      const factor = row[column]! / rows[column]![column]!
      for (let j = column; j < row.length; j++) row[j]! -= factor * rows[column]![j]!
    }
  }
  return rows.map((row, k) => row.at(-1)! / row[k]!)
}

/** As a person would have written them; undefined where they are no such numbers. */
function rounded(direction: readonly number[]): readonly number[] | undefined {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  const weights = direction.map(value => Math.round((value / largest) * 1000) / 1000)
  return weights.every(Number.isFinite) ? weights : undefined
}
