/** How the lines of runs are told apart: by hue, and by dash for those who do not see the hue. */
export const dashes = [undefined, '7 4', '2 3', '9 3 2 3', '12 4', '1 4'] as const
export const hueOf = (arm: number): string => `var(--run-${(arm % 8) + 1})`
export const dashOf = (arm: number): string | undefined => dashes[arm % dashes.length]
