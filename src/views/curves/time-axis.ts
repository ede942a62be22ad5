/** The axis of iterations that the charts and the time line share, so that one cursor fits everywhere. */

/** Pixels beside the lines of a chart: numbers of the vertical axis on the left, a little air on the right. */
export const gutter = { left: 36, right: 8 } as const

const widths = [25, 50, 80, 120, 200, 300, 400, 600, 800, 1200, 2000, 3000, 4000, 6000, 8000, 10_000]

/** Last iteration on the axis: the next round number beyond what has been trained, but never beyond the budget or short of what is drawn. */
export function axisEnd(iteration: number, drawn: number, budget: number): number {
  const wanted = widths.find(width => width >= iteration * 1.02) ?? iteration
  return Math.max(1, drawn, Math.min(wanted, Math.max(budget, iteration)))
}

/** The iteration at a place between 0 and 1. */
export const iterationAt = (share: number, end: number): number => Math.min(end, Math.max(0, Math.round(share * end)))
