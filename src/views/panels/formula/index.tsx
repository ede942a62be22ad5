import type { Panel } from '../../panel.ts'
import { FormulaPanel } from './FormulaPanel.tsx'

const panel: Panel = { id: 'formula', title: 'Where this number comes from', needs: [], Component: FormulaPanel }

export default panel
