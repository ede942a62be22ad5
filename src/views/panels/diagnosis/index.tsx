import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'diagnosis',
  title: 'What to notice',
  place: 'explain',
  order: 1,
  hidable: 'answers',
  load: async () => (await import('./DiagnosisPanel.tsx')).DiagnosisPanel,
}

export default panel
