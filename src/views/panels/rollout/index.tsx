import type { Panel } from '../../panel.ts'
import { RolloutPanel } from './RolloutPanel.tsx'

const panel: Panel = { id: 'rollout', title: 'Rollout', needs: [], Component: RolloutPanel }

export default panel
