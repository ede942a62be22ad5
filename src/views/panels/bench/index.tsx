import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'bench',
  title: 'Bench',
  place: 'work',
  order: 7,
  load: async () => (await import('./BenchPanel.tsx')).BenchPanel,
}

export default panel
