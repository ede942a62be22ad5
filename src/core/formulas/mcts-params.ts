/** Settings that tree searches share. */
import { number, type ParamSpecs } from '../params.ts'

export const treeParams = {
  simulations: number({
    label: 'Simulations',
    default: 16,
    min: 1,
    max: 1000,
    integer: true,
    note: 'How often the tree is gone down, opened and backed up.',
  }),
  treeBranches: number({
    label: 'Next steps per place',
    default: 3,
    min: 1,
    max: 64,
    integer: true,
    note: 'So many are drawn where a place is opened; equal ones are one.',
  }),
} as const satisfies ParamSpecs
