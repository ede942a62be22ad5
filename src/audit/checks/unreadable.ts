import { bounded } from '../../core/show.ts'
import { defineCheck } from '../finding.ts'
import { counted } from '../words.ts'

/** What the reader of the format had to leave out. */
export default defineCheck({
  id: 'unreadable',
  asks: 'Could every row be read?',
  find: ({ log: { problems } }) =>
    problems.length === 0
      ? []
      : [
          {
            severity: 'warning' as const,
            title: 'Rows that could not be read',
            text: `${counted(problems.length, 'complaint')} while reading. ${problems
              .slice(0, 4)
              .map(problem => bounded(problem, 240))
              .join(' ')}${problems.length > 4 ? ` And ${problems.length - 4} more.` : ''}`,
            cure: 'Each says what it expected and what to do; what could not be read was left out of everything here.',
            rows: [],
          },
        ],
})
