import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'credit',
  title: 'Credit map',
  place: 'work',
  order: 2,
  load: async () => (await import('./CreditPanel.tsx')).CreditPanel,
}

export default panel
