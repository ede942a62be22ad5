/** What the trainers of MaxRL set differently about its advantage. */
import { choice, number } from '../../core/params.ts'

export const maxrlParams = {
  epsilon: number({
    label: 'Epsilon in denominator',
    default: 0,
    paper: 0,
    by: { skyrl: 1e-6, 'prime-rl': 0 },
    min: 0,
    max: 1,
    scale: 'log',
  }),
  meanBelow: choice({
    label: 'A mean of 0 or less',
    options: ['silent', 'divide'],
    default: 'silent',
    paper: 'silent',
    by: { skyrl: 'divide', 'prime-rl': 'silent' },
    meaning: { silent: 'the group says nothing', divide: 'divide by it all the same, as SkyRL does' },
  }),
  alone: choice({
    label: 'Group of one',
    options: ['zero', 'raw'],
    default: 'zero',
    paper: 'zero',
    by: { skyrl: 'raw', 'prime-rl': 'zero' },
    meaning: { zero: 'nobody to compare with: 0', raw: 'the raw reward, undivided' },
  }),
} as const
