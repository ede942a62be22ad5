import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'formula',
  title: 'Where this number comes from',
  place: 'explain',
  order: 2,
  hidable: 'method',
  load: async () => (await import('./FormulaPanel.tsx')).FormulaPanel,
}

export default panel
