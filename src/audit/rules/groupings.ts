/** Other groups than the log's that the advantages may have been made with. */
import type { Log, LogBatch } from '../../core/log.ts'
import { promptOf } from '../groups.ts'
import { rowsBy } from './observed.ts'
import type { RuleGrouping } from './verdict.ts'

/** The size that half of the groups have, or more; of two such the larger. 0 where none is. */
export function usualSize(sizes: readonly number[]): number {
  const [most] = [...rowsBy(sizes)].sort((a, b) => b[1].length - a[1].length || b[0] - a[0])
  return most && 2 * most[1].length >= sizes.length ? most[0] : 0
}

export const sizesOf = ({ batch }: LogBatch): number[] =>
  [...rowsBy(batch.group).values()].map(rows =>
    batch.rollout ? new Set(rows.map(i => batch.rollout![i])).size : rows.length,
  )

/** Places of the batch's rollouts in the order of the file. */
const inOrder = ({ rollouts }: LogBatch): number[] =>
  [...rollouts.keys()].sort((a, b) => rollouts[a]!.order - rollouts[b]!.order)

const byPrompt = (log: Log): RuleGrouping | undefined => {
  if (log.batches.some(({ rollouts }) => rollouts.some(one => promptOf(one) === undefined))) return undefined
  return {
    by: 'prompt',
    words: 'by equal prompts',
    groups: log.batches.map(({ rollouts }) => numbered(rollouts.map(promptOf))),
  }
}

function numbered(keys: readonly unknown[]): number[] {
  const known = new Map<unknown, number>()
  return keys.map(key => {
    const number = known.get(key) ?? known.size
    known.set(key, number)
    return number
  })
}

/**
 * Blocks of `size` rows in the order of the file, the first whole one from row `shift` on. Where all blocks are whole,
 * the rows before it and after the last make one block together.
 */
function byOrder(log: Log, size: number, shift: number): RuleGrouping {
  const groups = log.batches.map(batch => {
    const order = inOrder(batch)
    const group = new Array<number>(order.length).fill(0)
    const wraps = order.length % size === 0
    order.forEach((i, at) => {
      const block = Math.floor((at + size - shift) / size)
      group[i] = wraps ? block % (order.length / size) : block
    })
    return group
  })
  const from = shift === 0 ? '' : `, from row ${shift + 1} on`
  return { by: 'order', words: `by every ${size} rows in the order of the file${from}`, groups }
}

const isOther = (log: Log, { groups }: RuleGrouping): boolean =>
  log.batches.some(({ batch }, k) => numbered([...batch.group]).join() !== numbered(groups[k]!).join())

/** Prompts first, then blocks of the usual size from every row on. */
export function otherGroupings(log: Log): RuleGrouping[] {
  const size = usualSize(log.batches.flatMap(sizesOf))
  const blocks = size > 1 && size <= 64 ? [...Array(size).keys()].map(shift => byOrder(log, size, shift)) : []
  const prompt = byPrompt(log)
  return [...(prompt ? [prompt] : []), ...blocks].filter(grouping => isOther(log, grouping))
}
