/** How exactly a log writes its numbers. */

/** A number in single precision may be this far from the decimal that it was. */
const single = 2 ** -23
/** Logs that round keep at least one decimal and at most so many. */
const most = 5

const isRounded = (value: number, decimals: number): boolean => {
  const scaled = Math.abs(value) * 10 ** decimals
  return Math.abs(scaled - Math.round(scaled)) <= Math.max(1e-9, scaled * single)
}

/** Decimals that all these numbers are rounded to; undefined where some number has more. */
export function decimalsOf(values: readonly number[]): number | undefined {
  for (let decimals = 1; decimals <= most; decimals++)
    if (values.every(value => isRounded(value, decimals))) return decimals
  return undefined
}
