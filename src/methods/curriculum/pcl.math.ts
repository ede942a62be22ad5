/** A value for each problem, fitted to the pass rates that it showed, in a table. */
/** By problem; absent means the value that the table begins with. */
export type Values = Readonly<{ [problem: number]: number }>

export interface Regression {
  /** Mean over the problems of the squared error. */
  readonly loss: number
  /** Of that loss, one number per problem. */
  readonly slope: readonly number[]
}

/** How far the values are from what was measured. */
export function regression(values: readonly number[], measured: readonly number[]): Regression {
  const errors = values.map((value, i) => value - measured[i]!)
  return {
    loss: errors.reduce((total, error) => total + error ** 2, 0) / errors.length,
    slope: errors.map(error => (2 * error) / errors.length),
  }
}
