import type { Panel } from '../../panel.ts'
import { GroupsPanel } from './GroupsPanel.tsx'

const panel: Panel = { id: 'groups', title: 'Groups', needs: [], Component: GroupsPanel }

export default panel
