/**
 * Columns beyond those that fall out of sampling: one file per column, named after it. In which worlds a column can be
 * had, and when it is worth its cost, stands in its row of core/columns.ts, where the page can read it too.
 */
import type { ColumnProvider } from './shared/provider.ts'

const files = import.meta.glob<ColumnProvider>(['./*.ts', '!./index.ts', '!./*.test.ts'], {
  eager: true,
  import: 'default',
})

export const providers: readonly ColumnProvider[] = Object.values(files)
