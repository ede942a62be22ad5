/** How the groups of a log were made, in words. */
import type { GroupedBy, Grouping } from '../core/log.ts'
import type { Line } from './exchange-line.ts'

const wordsOf: Readonly<Record<GroupedBy, string>> = {
  recorded: 'as recorded',
  prompt: 'by equal prompts',
  position: 'by position: neighbours of equal prompt',
  chosen: 'as chosen',
}

/** "256 groups of 8 by equal prompts"; sizes that differ are told as a span. */
export const groupingOf =
  (by: GroupedBy, words = wordsOf[by]) =>
  (lines: readonly Line[]): Grouping => {
    const sizes = new Map<string, number>()
    for (const { group } of lines) sizes.set(group, (sizes.get(group) ?? 0) + 1)
    return {
      by,
      words: `${sizes.size} ${sizes.size === 1 ? 'group' : 'groups'} of ${spanOf([...sizes.values()])} ${words}`,
    }
  }

function spanOf(sizes: readonly number[]): string {
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)]
  return least === most ? `${least}` : `${least} to ${most}`
}
