/** Iterations that the charts and the time line span: the same for all, so that one cursor fits everywhere. */

const widths = [25, 50, 80, 120, 200, 300, 400, 600, 800, 1200, 2000, 3000, 4000, 6000, 8000, 10_000]

/** The next round number beyond what has been trained, but never beyond the budget or short of what is drawn. */
export function extentOf(iteration: number, drawn: number, budget: number): number {
  const wanted = widths.find(width => width >= iteration * 1.02) ?? iteration
  return Math.max(1, drawn, Math.min(wanted, Math.max(budget, iteration)))
}

/** The iteration at a place between 0 and 1. */
export const iterationAt = (share: number, extent: number): number =>
  Math.min(extent, Math.max(0, Math.round(share * extent)))
