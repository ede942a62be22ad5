/** Pixels beside the lines of a chart: numbers of the vertical axis on the left, a little air on the right. */
export const gutter = { left: 36, right: 8 } as const
