import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'groups',
  title: 'Groups',
  place: 'work',
  order: 1,
  load: async () => (await import('./GroupsPanel.tsx')).GroupsPanel,
}

export default panel
