import type { Panel } from '../../panel.ts'
import { DiagnosisPanel } from './DiagnosisPanel.tsx'

const panel: Panel = { id: 'diagnosis', title: 'What stands out', needs: [], Component: DiagnosisPanel }

export default panel
