/** Which wrong rollouts OmegaPRM searches (arXiv 2406.06592). */
import { groupMembers, lengths, type With } from '../../core/batch.ts'
import { type Selection, searchPriority } from '../../core/formulas/monte-carlo.ts'
import { number, type ParamSpecs } from '../../core/params.ts'

/** Which wrong responses are searched. */
export const selectionParams = {
  searches: number({
    label: 'Searches per group',
    default: 0,
    min: 0,
    max: 512,
    integer: true,
    aside: true,
    note: 'So many wrong responses, the most promising first; the rest are blamed as a whole. 0 searches all.',
  }),
  alpha: number({
    label: 'Base of values α',
    default: 0.5,
    paper: 0.5,
    min: 0.001,
    max: 1,
    aside: true,
    note: 'Small stresses nodes that often succeed.',
  }),
  beta: number({
    label: 'Base of length β',
    default: 0.9,
    paper: 0.9,
    min: 0.001,
    max: 1,
    aside: true,
    note: 'Below 1 long responses are searched later.',
  }),
  reach: number({
    label: 'Length that costs one β',
    default: 500,
    paper: 500,
    min: 1,
    max: 65_536,
    scale: 'log',
    aside: true,
    note: 'In tokens; the released code counts words.',
  }),
  explore: number({
    label: 'Exploration c',
    default: 0.125,
    paper: 0.125,
    min: 0,
    max: 10,
    aside: true,
    note: 'Weight of nodes that were seldom visited.',
  }),
} as const satisfies ParamSpecs

/** The rollouts of each group that are searched. They all start at the prompt, whose visits they share. */
export function chosenForSearch(
  batch: With<'sampledValue' | 'correct'>,
  searches: number,
  selection: Selection,
): Set<number> {
  const size = lengths(batch)
  return new Set(
    groupMembers(batch).flatMap(members => {
      const wrong = members.filter(i => batch.correct[i] !== 1)
      const priority = (i: number) => {
        const value = batch.sampledValue[batch.tokenStart[i]!]! || 0
        const node = { value, length: size[i]!, visits: members.length, allVisits: members.length }
        const { worth, novelty } = searchPriority(node, selection)
        return worth + novelty
      }
      return searches === 0 ? wrong : wrong.toSorted((a, b) => priority(b) - priority(a)).slice(0, searches)
    }),
  )
}
