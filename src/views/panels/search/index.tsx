import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'search',
  title: 'What was searched',
  place: 'explain',
  order: 2.5,
  shows: ({ searches }) => searches !== undefined,
  load: async () => (await import('./SearchPanel.tsx')).SearchPanel,
}

export default panel
