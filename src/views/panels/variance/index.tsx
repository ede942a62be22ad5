import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'variance',
  title: 'Bias and variance',
  place: 'work',
  order: 20,
  load: async () => (await import('./VariancePanel.tsx')).VariancePanel,
}

export default panel
