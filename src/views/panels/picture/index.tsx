import type { Panel } from '../../panel.ts'

const panel: Panel = {
  id: 'picture',
  title: 'The method in a picture',
  place: 'explain',
  order: 3,
  hidable: 'method',
  load: async () => (await import('./PicturePanel.tsx')).PicturePanel,
}

export default panel
