import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'rollout',
  title: 'Rollout',
  place: 'work',
  order: 3,
  load: async () => (await import('./RolloutPanel.tsx')).RolloutPanel,
}

export default panel
