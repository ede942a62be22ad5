import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'diagnosis',
  title: 'What stands out',
  place: 'explain',
  order: 2,
  load: async () => (await import('./DiagnosisPanel.tsx')).DiagnosisPanel,
}

export default panel
