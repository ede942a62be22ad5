import type { Panel } from '../../panel.ts'
import { CreditPanel } from './CreditPanel.tsx'

const panel: Panel = { id: 'credit', title: 'Credit map', needs: [], Component: CreditPanel }

export default panel
