import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'update',
  title: 'Update',
  place: 'work',
  order: 4,
  load: async () => (await import('./UpdatePanel.tsx')).UpdatePanel,
}

export default panel
